package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.invariant.InvariantViolation;
import io.github.groupcoordinator.junit5.internal.AbortedOnRealClusters;
import io.github.groupcoordinator.junit5.internal.ContextClusters;
import io.github.groupcoordinator.junit5.internal.InjectionPoint;
import io.github.groupcoordinator.junit5.internal.RealClusters;
import io.github.groupcoordinator.junit5.internal.simulation.CurrentRun;
import io.github.groupcoordinator.real.NotPortableException;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The extension behind {@link EmbeddedGroupCoordinator @EmbeddedGroupCoordinator}, which can be registered in a field
 * too:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final GroupCoordinatorExtension kafka =
 *         GroupCoordinatorExtension.builder().topic("orders", 4).build();
 * }</pre>
 *
 * <p>The cluster lives as long as the field: in a static field one for all tests of the class, in an instance field one
 * for each test (or for the class, if the test instance lives as long, with {@code @TestInstance(PER_CLASS)}).
 *
 * <p>A parameter does not say which cluster it belongs to. A test that registers several takes its clients from
 * {@link #kafka()} of the one that it means; a parameter is refused.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class GroupCoordinatorExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback,
                AbortedOnRealClusters,
                ParameterResolver {
    private static final ContextClusters CONTEXTS = ContextClusters.present();

    /** Null if annotations say what the cluster is like. */
    private final @Nullable InMemoryKafkaConfig config;

    private final TimelineMode timeline;

    /** Only for the accessors: the running clusters that this very extension started; normally one. */
    private final List<Cluster> running = new ArrayList<>();

    /** For JUnit, where an annotation names this class. */
    GroupCoordinatorExtension() {
        this(null, TimelineMode.DEFAULT);
    }

    private GroupCoordinatorExtension(@Nullable InMemoryKafkaConfig config, TimelineMode timeline) {
        this.config = config;
        this.timeline = timeline;
    }

    /** Returns a builder of an extension for a {@code @RegisterExtension} field. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the running cluster.
     *
     * @throws IllegalStateException if there is none now, or several since tests run in parallel
     */
    public InMemoryKafka kafka() {
        synchronized (running) {
            // While tests are run once more, the cluster of their class waits for the second run to end.
            List<Cluster> second = running.stream()
                    .filter(cluster ->
                            cluster.repetition() != null && cluster.repetition().isSecond())
                    .toList();
            List<Cluster> meant = second.isEmpty() ? running : second;
            if (meant.size() == 1) {
                return meant.get(0).kafka();
            }
            if (running.isEmpty()) {
                throw new IllegalStateException("No cluster is running: ask within a test, a @BeforeEach or an"
                        + " @AfterEach method; and in a field, the extension needs @RegisterExtension");
            }
            throw new IllegalStateException("This extension runs " + running.size() + " clusters at once, since tests"
                    + " share its field and run in parallel; take an InMemoryKafka as a parameter instead");
        }
    }

    /** Returns the clock of the running cluster. */
    public VirtualClock clock() {
        return kafka().clock();
    }

    /**
     * Returns the address of the running cluster, for configurations; see {@link InMemoryKafka#bootstrapServers()}.
     *
     * @throws IllegalStateException if there is none now, or several since tests run in parallel
     */
    public String bootstrapServers() {
        return kafka().bootstrapServers();
    }

    /** Returns the event log of the running cluster. */
    public EventLog events() {
        return kafka().events();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        RegisteredExtensions.add(this, context);
        startForClass(context);
    }

    private void startForClass(ExtensionContext context) {
        Cluster known = find(context);
        if (config != null) {
            if (known == null) {
                start(new ClusterStart(context).seeded(config), "", context);
            }
            return;
        }
        if (CONTEXTS.isMeant(context)) {
            return;
        }
        boolean wanted = Annotated.annotation(context.getRequiredTestClass())
                .filter(annotation -> annotation.lifecycle() == Lifecycle.PER_CLASS)
                .isPresent();
        if (wanted && (known == null || !known.isOwnedBy(context))) {
            start(Annotated.settings(context), context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RegisteredExtensions.add(this, context);
        if (CurrentRun.isElsewhere(context)) {
            return;
        }
        if (config != null) {
            if (find(context) == null) {
                ClusterStart start = new ClusterStart(context);
                start(start.simulated(start.seeded(config)), "", context);
            }
        } else if (CONTEXTS.isMeant(context)) {
            requireNothingOfItsOwn(context);
            join(context);
        } else if (Annotated.lifecycleFor(context) == Lifecycle.PER_METHOD) {
            start(Annotated.settings(context), context);
        }
        requireOwnClusterForARun(context);
        if (RegisteredExtensions.in(context).get(0) == this) {
            FieldInjection.inject(context, point -> resolve(point, context));
        }
    }

    private static void requireNothingOfItsOwn(ExtensionContext context) {
        String place = Annotated.place(context);
        if (context.getElement().flatMap(Annotated::annotation).isPresent()) {
            throw new ExtensionConfigurationException(
                    "@EmbeddedGroupCoordinator on " + place + ": the cluster is a bean"
                            + " of the class's Spring context, and a method has no context of its own; move what it"
                            + " says to the class, or the test to a class of its own");
        }
        if (CurrentRun.of(context) != null || RepeatableExtension.isMeant(context)) {
            throw new ExtensionConfigurationException(
                    place + ": @Simulation and @VerifyRepeatable need a cluster of their"
                            + " own for each run, but this one is a bean of a Spring context. Take a class without"
                            + " Spring's extension, and start the application in the test");
        }
    }

    /** Lets a test, or what is done for a class, take part in the cluster of its context. */
    private Cluster join(ExtensionContext context) {
        TimelineFile.mode(timeline, context);
        Cluster cluster = new Cluster(CONTEXTS.of(context), context.getUniqueId());
        store(context).put(Cluster.class, cluster);
        synchronized (running) {
            running.add(cluster);
        }
        return cluster;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Cluster cluster = find(context);
        if (cluster == null) {
            return;
        }
        if (context.getExecutionException().isPresent()) {
            cluster.failed();
        }
        if (cluster.repetition() != null) {
            cluster.repetition().tested(cluster, context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try {
            end(context);
        } finally {
            if (config == null && CONTEXTS.isMeant(context)) {
                CONTEXTS.ended(context);
            }
        }
    }

    private void end(ExtensionContext context) throws Exception {
        Cluster cluster = find(context);
        if (cluster == null) {
            return;
        }
        CurrentRun simulation = CurrentRun.of(context);
        if (simulation != null && SimulationExtension.ends(simulation, cluster, context)) {
            forget(cluster, context);
            return;
        }
        FailureReport report = new FailureReport(cluster, context);
        // A failure of a test is reported after that test, not once more after its class.
        @Nullable
        Throwable thrown =
                context.getExecutionException().filter(FailureReport::isFailure).orElse(null);
        boolean failed = thrown != null;
        if (failed) {
            report.publish("failed");
        }
        TimelineMode mode = TimelineFile.mode(timeline, context);
        boolean ofTest = context.getTestMethod().isPresent();
        boolean drawn = failed ? mode != TimelineMode.NEVER : mode == TimelineMode.ALWAYS && ofTest;
        if (drawn) {
            TimelineFile.write(cluster.events(), context, report.failedAt(), thrown);
        }
        Repetition repetition = cluster.isOwnedBy(context) && !failed ? cluster.repetition() : null;
        if (repetition != null) {
            repetition.ends(cluster);
        }
        if (cluster.isOwnedBy(context)) {
            forget(cluster, context);
        }
        try {
            cluster.end(context);
        } catch (NotPortableException e) {
            if (!failed) {
                throw RealClusters.aborted(e);
            }
        } catch (Exception | InvariantViolation e) {
            if (!failed) {
                // A leaked client, or a fault that never fired: it fails the test, too.
                report.publish("failed as it ended (" + e.getClass().getSimpleName() + ")");
                if (!drawn && mode != TimelineMode.NEVER) {
                    TimelineFile.write(cluster.events(), context, report.failedAt(), e);
                }
            }
            // JUnit keeps the test's own failure and adds this one as suppressed.
            if (simulation != null && !failed) {
                throw simulation.campaign().describe(simulation.run(), e);
            }
            throw e;
        }
        if (simulation != null && !failed) {
            simulation.requireFailure();
        }
        if (repetition != null) {
            repetition.verify(context);
        }
    }

    private void forget(Cluster cluster, ExtensionContext context) {
        store(context).remove(Cluster.class);
        synchronized (running) {
            running.remove(cluster);
        }
    }

    private void requireOwnClusterForARun(ExtensionContext context) {
        Cluster cluster = find(context);
        if (CurrentRun.of(context) != null && cluster != null && !cluster.isOwnedBy(context)) {
            throw new ExtensionConfigurationException(
                    "@Simulation on " + Annotated.place(context) + ": each run needs a cluster"
                            + " of its own, but this one lives as long as the class; use Lifecycle.PER_METHOD, or a"
                            + " @RegisterExtension field that is not static");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        // An instance that lives as long as its class is constructed before beforeAll is called.
        RegisteredExtensions.add(this, context);
        List<GroupCoordinatorExtension> registered = RegisteredExtensions.in(context);
        // Of several, the first one answers (by refusing); otherwise JUnit would complain in words that name no fix.
        return registered.get(0) == this
                && Injection.isClaimed(InjectionPoint.of(parameter))
                && !(CONTEXTS.isMeant(context) && CONTEXTS.provides(parameter, context));
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (CurrentRun.isElsewhere(context)) {
            // No method is called with it: the run was in another JVM.
            return null;
        }
        return resolve(InjectionPoint.of(parameter), context);
    }

    private Object resolve(InjectionPoint point, ExtensionContext context) {
        String what = point.description();
        int registered = RegisteredExtensions.in(context).size();
        if (registered > 1) {
            throw new ParameterResolutionException(what + ": it could belong to any of the " + registered
                    + " clusters of this test. Take it from the one you mean, by kafka() of that"
                    + " GroupCoordinatorExtension, or keep one cluster");
        }
        if (context.getTestMethod().isEmpty() && context.getTestClass().isPresent()) {
            startForClass(context);
        }
        Cluster cluster = find(context);
        if (cluster == null && config == null && CONTEXTS.isMeant(context)) {
            cluster = join(context);
        }
        if (cluster == null) {
            throw new ParameterResolutionException(what + ": the cluster starts for each test and is not there yet."
                    + " Move the parameter to the test or a @BeforeEach method, or let the cluster live as long as"
                    + " the class: @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS), or a static"
                    + " @RegisterExtension field");
        }
        try {
            return new Injection(point, context, cluster).resolve();
        } catch (IllegalArgumentException | UnsupportedOperationException | KafkaException e) {
            throw new ParameterResolutionException(what + ": " + reason(e), e);
        }
    }

    /** Kafka's clients say only that they could not be constructed, and keep why for the cause. */
    private static @Nullable String reason(Exception failure) {
        Throwable cause = failure.getCause();
        if (!(failure instanceof KafkaException) || cause == null || cause.getMessage() == null) {
            return failure.getMessage();
        }
        return failure.getMessage() + ": " + cause.getMessage();
    }

    private void start(ClusterSettings settings, ExtensionContext context) {
        InMemoryKafkaConfig clusterConfig = Annotated.checked(Annotated.place(context), settings::toConfig);
        start(
                new ClusterStart(context).simulated(clusterConfig),
                settings.doors().addressProperty(),
                context);
    }

    private void start(InMemoryKafkaConfig clusterConfig, String addressProperty, ExtensionContext context) {
        // A wrong configuration parameter is told before the test, not after it.
        TimelineFile.mode(timeline, context);
        int place = RegisteredExtensions.in(context).indexOf(this);
        Cluster cluster = new ClusterStart(context).start(clusterConfig, addressProperty, place);
        store(context).put(Cluster.class, cluster);
        synchronized (running) {
            running.add(cluster);
        }
    }

    @Override
    public @Nullable NotPortableException refusal(ExtensionContext context) {
        Cluster cluster = find(context);
        return cluster == null ? null : cluster.refusal();
    }

    /** Returns the cluster that a test is in, or null if there is none. */
    @Nullable
    Cluster find(ExtensionContext context) {
        return store(context).get(Cluster.class, Cluster.class);
    }

    private Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(GroupCoordinatorExtension.class, this));
    }

    /** Says what the cluster is like; see {@link #builder()}. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
    public static final class Builder {
        private final InMemoryKafkaConfig.Builder config = InMemoryKafkaConfig.defaults().toBuilder();
        private TimelineMode timeline = TimelineMode.DEFAULT;

        private Builder() {}

        /** Adds a topic that exists when the test starts. */
        public Builder topic(String name, int partitions) {
            config.topic(name, partitions);
            return this;
        }

        /** Sets a broker property by its Kafka name. */
        public Builder brokerProperty(String name, String value) {
            config.brokerProperty(name, value);
            return this;
        }

        /** Sets the virtual instant at which the cluster starts. */
        public Builder startTime(Instant startTime) {
            config.startTime(startTime);
            return this;
        }

        /** Sets a clock that the cluster shares with others. */
        public Builder clock(VirtualClock clock) {
            config.clock(clock);
            return this;
        }

        /** Lets in clients from outside, over TCP: applications that make their own. */
        public Builder listener(ListenerConfig listener) {
            config.listener(listener);
            return this;
        }

        /** Sets how many brokers the cluster has. */
        public Builder brokers(int brokers) {
            config.brokers(brokers);
            return this;
        }

        /** Sets how long a coordinator takes to load; see {@link InMemoryKafkaConfig.Builder#coordinatorLoadTime}. */
        public Builder coordinatorLoadTime(Duration loadTime) {
            config.coordinatorLoadTime(loadTime);
            return this;
        }

        /** Sets how often consumers are polled for the test; see {@link InMemoryKafkaConfig.Builder#pollEvery}. */
        public Builder pollEvery(Duration interval) {
            config.pollEvery(interval);
            return this;
        }

        /** Sets the seed of the cluster's free choices; see {@link EmbeddedGroupCoordinator#seed()}. */
        public Builder seed(long seed) {
            config.seed(seed);
            return this;
        }

        /** Does not watch invariants that the tests break on purpose. */
        public Builder relax(Invariant... invariants) {
            config.relax(invariants);
            return this;
        }

        /** Sets when the timeline of a test is written to a file. */
        public Builder timeline(TimelineMode mode) {
            timeline = mode;
            return this;
        }

        /** Returns the extension. */
        public GroupCoordinatorExtension build() {
            return new GroupCoordinatorExtension(config.build(), timeline);
        }
    }
}
