package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.junit5.internal.UnmarkedParameter;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test an in-memory Kafka cluster with virtual time.
 *
 * <pre>{@code
 * @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
 * class BillingRebalanceTest {
 *     @Test
 *     void twoMembersShareTheWork(
 *             InMemoryKafka kafka,
 *             @GroupMember(group = "billing", topics = "orders") Consumer<String, String> first,
 *             @GroupMember(group = "billing", topics = "orders") Consumer<String, String> second) {
 *         kafka.awaitStable("billing");
 *         assertThat(first.assignment()).hasSize(2);
 *     }
 * }
 * }</pre>
 *
 * <p><b>Parameters.</b> Test methods, {@code @BeforeEach} and {@code @AfterEach} methods may take an
 * {@link io.github.groupcoordinator.InMemoryKafka}, a {@link io.github.groupcoordinator.time.VirtualClock}, an
 * {@link io.github.groupcoordinator.event.EventLog}, an {@link org.apache.kafka.clients.admin.Admin}, consumers marked
 * {@link GroupMember @GroupMember} and producers marked {@link RecordProducer @RecordProducer}. {@code @BeforeAll}
 * methods and constructors may too where the cluster lives as long as the class. All of them are closed afterwards.
 *
 * <p><b>Where it stands.</b> On a class or a method; on another annotation, which then stands for it; nested classes
 * inherit it. A method's or a nested class's own annotation is merged with that of the (enclosing) class: the topics
 * and broker properties of both, where the nearer one wins for a name that both have; the start time, the seed, the
 * number of brokers, how often it polls, and the timeline of the nearest that gives one. A subclass's annotation
 * replaces that of its superclass, as Java's {@link Inherited} has it. Whatever has an annotation of its own gets a
 * cluster of its own: a method, always; a class, as its {@link #lifecycle()} says.
 *
 * <p><b>In a Spring test</b> (a class with Spring's extension, as by {@code @SpringBootTest}) the cluster is a bean of
 * the application's context: it lives and closes with it, is part of the key by which Spring caches contexts, and its
 * address stands in {@code spring.kafka.bootstrap-servers} and {@code spring.embedded.kafka.brokers}. Classes that
 * share the context share the cluster; {@link io.github.groupcoordinator.InMemoryKafka#reset()} empties it between
 * tests.
 *
 * <p><b>When a test fails</b>, the event log, who owns what, and how to replay are printed and published as a report
 * entry. A page that shows the log as swim lanes is written and its path printed, see {@link #timeline()}.
 * A client that the test made itself and left open fails the test, saying where it was made; so does a fault that never
 * fired, and whatever violates an {@link Invariant}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith({GroupCoordinatorExtension.class, UnmarkedParameter.class})
public @interface EmbeddedGroupCoordinator {

    /** The topics that exist when the test starts. */
    Topic[] topics() default {};

    /** The number of brokers; 0 for as many as the enclosing class's annotation says, or one. */
    int brokers() default 0;

    /**
     * Broker properties by their Kafka names, as {@code "group.initial.rebalance.delay.ms=0"}; defaults are Kafka's.
     */
    String[] brokerProperties() default {};

    /**
     * The virtual instant at which the cluster starts, as {@code "2026-01-01T00:00:00Z"}; {@code "now"} is the
     * present time
     * of the wall clock, for an application that stamps its records by that.
     */
    String startTime() default "";

    /**
     * The seed of the cluster's free choices: another seed, another (equally possible) run. With 0 nothing is drawn
     * that need not be: packets take no time, and what is due in one millisecond goes in order. Any other seed draws
     * that order, the latencies of links and the order of member ids. {@link Simulation @Simulation} tries many.
     *
     * <p>0 also gives way to the seed of the enclosing class, and then to JUnit's configuration parameter {@code
     * embedded-group-coordinator.seed}.
     */
    long seed() default 0;

    /**
     * The virtual time between the polls of the application that {@code runFor}, {@code runUntil}, {@code awaitStable}
     * and workers stand for, as {@code "PT0.5S"}, 1 ms or more. The default is {@code PT0.1S} without the polls that
     * would find nothing to do, as {@link io.github.groupcoordinator.InMemoryKafkaConfig.Builder#pollEvery} says.
     */
    String pollEvery() default "";

    /**
     * Invariants that are not watched in this test, because it breaks them on purpose; all others are. Those of the
     * enclosing classes and of the method add up.
     */
    Invariant[] relax() default {};

    /**
     * The way in which the cluster treats threads that the application starts itself.
     * {@link ApplicationThreads#REFUSED} gives way to what the enclosing class says.
     */
    ApplicationThreads threads() default ApplicationThreads.REFUSED;

    /**
     * The door for clients that the application makes itself, over TCP. {@link ListenerMode#NONE} gives way to what the
     * enclosing class says. In a Spring test, {@link ListenerMode#SYSTEM_TIME} unless {@link #time()} is virtual.
     */
    ListenerMode listener() default ListenerMode.NONE;

    /**
     * The time that the cluster lives in, where the listener does not say it. In a Spring test {@link TimeMode#VIRTUAL}
     * controls the threads of the application ({@link ApplicationThreads#CONTROLLED}), so that its listener
     * containers live in virtual time.
     *
     * <p>Legal are, of listener, time and threads: NONE, VIRTUAL and any threads; VIRTUAL_TIME, VIRTUAL and REFUSED;
     * SYSTEM_TIME, SYSTEM and REFUSED. Any other combination fails at the start.
     */
    TimeMode time() default TimeMode.DEFAULT;

    /**
     * The port on which broker 0 listens, 1 to 65,535, where there is a listener; each further broker takes the next.
     * The default, 0, is a free port for each.
     */
    int port() default 0;

    /**
     * The name of a property that holds the cluster's address for as long as it lives: a system property, or, in a
     * Spring test, one of the context's environment. JUnit's configuration parameter {@code
     * embedded-group-coordinator.bootstrap-servers-property} names one for tests that do not, but for Spring tests.
     */
    String bootstrapServersProperty() default "";

    /**
     * Whatever the configuration of a cluster can and no attribute says. Those of the enclosing classes come first, and
     * all of them after the attributes.
     */
    Class<? extends ClusterConfigurer>[] config() default {};

    /** The lifetime of the cluster; on a method only {@link Lifecycle#PER_METHOD}. */
    Lifecycle lifecycle() default Lifecycle.PER_METHOD;

    /** When the timeline of a test is written to a file, whose path is printed; normally if it fails. */
    TimelineMode timeline() default TimelineMode.DEFAULT;
}
