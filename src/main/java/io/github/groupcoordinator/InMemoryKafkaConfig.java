package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.client.Polls;
import io.github.groupcoordinator.internal.cluster.ClusterPlan;
import io.github.groupcoordinator.internal.schedule.VirtualTimes;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.real.RealClusterConfig;
import io.github.groupcoordinator.simulation.SimulationRun;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an {@link InMemoryKafka}. Made by a {@link #builder()}, or changed by {@link #toBuilder()}.
 *
 * <p>Broker properties have Kafka's names and Kafka's defaults.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class InMemoryKafkaConfig {

    /** The virtual instant at which a cluster starts unless told otherwise: 2024-01-01T00:00:00Z. */
    public static final Instant DEFAULT_START_TIME = Instant.parse("2024-01-01T00:00:00Z");

    private static final Duration DEFAULT_COORDINATOR_LOAD_TIME = Duration.ofMillis(100);
    private static final Duration DEFAULT_POLL_EVERY = Duration.ofMillis(100);

    /** Made-up ports of in-memory brokers must stay below the end of the range. */
    private static final int MAX_BROKERS = 1_000;

    private static final InMemoryKafkaConfig DEFAULTS = new Builder().build();

    private final Map<String, String> brokerProperties;
    private final Map<String, Integer> topics;
    private final @Nullable Instant startTime;
    private final @Nullable ListenerConfig listener;
    private final @Nullable VirtualClock clock;
    private final long seed;
    private final int brokers;
    private final Duration coordinatorLoadTime;
    private final @Nullable Duration pollEvery;
    private final Set<Invariant> relaxed;
    private final @Nullable CampaignRun simulation;
    private final ApplicationThreads threads;
    private final @Nullable RealClusterConfig cluster;

    private InMemoryKafkaConfig(Builder builder) {
        this.brokerProperties = Collections.unmodifiableMap(new LinkedHashMap<>(builder.brokerProperties));
        this.topics = Collections.unmodifiableMap(new LinkedHashMap<>(builder.topics));
        this.startTime = builder.startTime;
        this.listener = builder.listener;
        this.clock = builder.clock;
        this.simulation = builder.simulation;
        this.threads = builder.threads;
        this.cluster = builder.cluster;
        this.seed = builder.seed;
        this.brokers = builder.brokers;
        this.coordinatorLoadTime = builder.coordinatorLoadTime;
        this.pollEvery = builder.pollEvery;
        this.relaxed = Collections.unmodifiableSet(new LinkedHashSet<>(builder.relaxed));
    }

    /** Returns a cluster of one broker with Kafka's defaults, without topics. */
    public static InMemoryKafkaConfig defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that starts from {@link #defaults()}. */
    public static Builder builder() {
        return DEFAULTS.toBuilder();
    }

    /** Returns the broker properties by their Kafka names, in the order in which they were set. */
    public Map<String, String> brokerProperties() {
        return brokerProperties;
    }

    /** Returns the number of partitions by topic, in the order in which they were added. */
    public Map<String, Integer> topics() {
        return topics;
    }

    /**
     * Returns the virtual instant at which the cluster's own clock starts. A cluster with a listener starts at the wall
     * clock's time instead, unless a start time was set: its clients stamp their records with real times.
     */
    public Instant startTime() {
        return startTime == null ? DEFAULT_START_TIME : startTime;
    }

    ClusterPlan plan() {
        return new ClusterPlan(
                brokerProperties,
                topics,
                brokers,
                coordinatorLoadTime,
                new Polls(pollEvery(), pollEvery != null),
                relaxed,
                new ClusterPlan.Time(clock, startTime, DEFAULT_START_TIME, seed),
                listener == null ? null : listener.door(),
                simulation,
                threads.mode());
    }

    /** Returns the listener for clients outside of the cluster's own, or null if there is none. */
    public @Nullable ListenerConfig listener() {
        return listener;
    }

    /** Returns the clock that the cluster shares, or null if it has its own. */
    public @Nullable VirtualClock clock() {
        return clock;
    }

    /** Returns the seed of every free choice. */
    public long seed() {
        return seed;
    }

    /** Returns the run of a simulation that the cluster belongs to, or null. */
    public @Nullable SimulationRun simulation() {
        return simulation;
    }

    /** Returns what the cluster does about threads of its application's own. */
    public ApplicationThreads threads() {
        return threads;
    }

    /** Returns the real cluster in the place of the one in memory, or null. */
    public @Nullable RealClusterConfig cluster() {
        return cluster;
    }

    /** Returns the invariants that are not watched. */
    public Set<Invariant> relaxed() {
        return relaxed;
    }

    /** Returns how many brokers the cluster has. */
    public int brokers() {
        return brokers;
    }

    /** Returns how long a coordinator takes to load what it takes over. */
    public Duration coordinatorLoadTime() {
        return coordinatorLoadTime;
    }

    /** Returns how often a consumer is polled at least that the cluster polls for the test. */
    public Duration pollEvery() {
        return pollEvery == null ? DEFAULT_POLL_EVERY : pollEvery;
    }

    /** Returns a builder that starts from this. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.brokerProperties.putAll(brokerProperties);
        builder.topics.putAll(topics);
        builder.startTime = startTime;
        builder.listener = listener;
        builder.clock = clock;
        builder.seed = seed;
        builder.brokers = brokers;
        builder.coordinatorLoadTime = coordinatorLoadTime;
        builder.pollEvery = pollEvery;
        builder.relaxed.addAll(relaxed);
        builder.simulation = simulation;
        builder.threads = threads;
        builder.cluster = cluster;
        return builder;
    }

    /** Changes a configuration. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
    public static final class Builder {
        private final Map<String, String> brokerProperties = new LinkedHashMap<>();
        private final Map<String, Integer> topics = new LinkedHashMap<>();
        private @Nullable Instant startTime;
        private @Nullable ListenerConfig listener;
        private @Nullable VirtualClock clock;
        private long seed;
        private int brokers = 1;
        private Duration coordinatorLoadTime = DEFAULT_COORDINATOR_LOAD_TIME;
        private @Nullable Duration pollEvery;
        private @Nullable CampaignRun simulation;
        private ApplicationThreads threads = ApplicationThreads.REFUSED;
        private @Nullable RealClusterConfig cluster;
        private final Set<Invariant> relaxed = EnumSet.noneOf(Invariant.class);

        private Builder() {}

        /**
         * Sets a broker property by its Kafka name, for example {@code group.initial.rebalance.delay.ms}. Names and
         * values are checked when the cluster starts. Those of a real broker may stand among them that have no effect
         * in memory (disks, sockets, threads, security, the quorum); one line of the log names them
         * ({@link System.Logger}). A name that Kafka 4.3.1 does not know is refused.
         */
        public Builder brokerProperty(String name, String value) {
            Objects.requireNonNull(name, "The name of a broker property is null");
            brokerProperties.put(name, Objects.requireNonNull(value, () -> "The value of " + name + " is null"));
            return this;
        }

        /**
         * Adds a topic that exists from the start.
         *
         * @throws IllegalArgumentException if it was added before, with another number of partitions
         */
        public Builder topic(String name, int partitions) {
            Integer before = topics.put(Objects.requireNonNull(name, "The name of a topic is null"), partitions);
            if (before != null && before != partitions) {
                throw new IllegalArgumentException(
                        "Topic '" + name + "' was added with " + before + " partitions and now with " + partitions);
            }
            return this;
        }

        /**
         * Sets the virtual instant at which the cluster's own clock starts; millisecond resolution.
         *
         * @throws IllegalArgumentException if it is before 1970 or after 9999
         */
        public Builder startTime(Instant startTime) {
            this.startTime = VirtualTimes.requireStart(Objects.requireNonNull(startTime, "The startTime is null"));
            return this;
        }

        /**
         * Lets the cluster's own clock start at the present time of the wall clock, for an application that stamps its
         * records, or asks for offsets, by that. It moves on in virtual time only. {@link
         * InMemoryKafkaConfig#startTime()}
         * of what is built says where it starts, to replay a run.
         */
        public Builder startNow() {
            return startTime(ClusterPlan.presentTime());
        }

        /**
         * Lets in clients from outside, over TCP; without a listener, which is the default, nothing listens anywhere.
         */
        public Builder listener(ListenerConfig listener) {
            this.listener = listener;
            return this;
        }

        /** Shares a clock, made by {@link InMemoryKafka#newClock()} or taken from another cluster. */
        public Builder clock(VirtualClock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets the seed of every free choice. With 0, the default, nothing is drawn that need not be: what is due in
         * one millisecond goes in the order of making and scheduling, packets take no time, and member ids count. Any
         * other seed is another, equally possible run: it draws the order of what is due in one millisecond (on a clock
         * of the cluster's own) and of turns, how long packets take (up to 40 ms one way, where the test does not say),
         * and the order of member ids.
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Lets the cluster take part in a run of a simulation: with its seed and its faults.
         *
         * @throws IllegalArgumentException if the run was not made by a simulation
         */
        public Builder simulation(SimulationRun run) {
            this.simulation = CampaignRun.of(run);
            this.seed = run.seed();
            return this;
        }

        /** Lets threads of the application take part in virtual time; by default they are refused. */
        public Builder threads(ApplicationThreads threads) {
            this.threads = threads;
            return this;
        }

        /**
         * Puts a real cluster, in real time, in the place of the one in memory. What it can't answer throws a {@link
         * io.github.groupcoordinator.real.NotPortableException}.
         */
        public Builder cluster(RealClusterConfig cluster) {
            this.cluster = cluster;
            return this;
        }

        /** Watches no more that these are always true, for a test that breaks one on purpose. */
        public Builder relax(Invariant... invariants) {
            Collections.addAll(relaxed, invariants);
            return this;
        }

        /**
         * Sets how many brokers the cluster has, 1 to 1,000. Replication factors stay at Kafka's defaults: 1 for topics
         * ({@code default.replication.factor}), 3 for internal ones (or as many as there are brokers).
         */
        public Builder brokers(int brokers) {
            if (brokers < 1 || brokers > MAX_BROKERS) {
                throw new IllegalArgumentException(
                        "A cluster has 1 to " + MAX_BROKERS + " brokers, but " + brokers + " were asked for");
            }
            this.brokers = brokers;
            return this;
        }

        /**
         * Sets how long a coordinator takes in virtual time to load a partition that it takes over: meanwhile clients
         * are answered COORDINATOR_LOAD_IN_PROGRESS. The default is 100 ms, {@code Duration.ZERO} means at once.
         */
        public Builder coordinatorLoadTime(Duration loadTime) {
            if (loadTime.isNegative()) {
                throw new IllegalArgumentException("Nothing is loaded in less than no time, but it was " + loadTime);
            }
            this.coordinatorLoadTime = loadTime;
            return this;
        }

        /**
         * Sets how often the application polls, in virtual time, that {@link InMemoryKafka#runFor runFor}, {@link
         * InMemoryKafka#runUntil runUntil}, {@link InMemoryKafka#awaitStable(String) awaitStable} and workers
         * stand for: a consumer is polled when something happens, and at least as often as this. One that backs
         * off, for example before it commits once more, tries again as soon as this has passed.
         *
         * <p>The default is 100 ms. Of the polls of that default, {@code runFor} and {@code awaitStable} leave out
         * those of which the consumer's own code says that they would find nothing to do: it is polled again at the
         * first of them at which a heartbeat, an auto commit or new metadata are due. What is set here is polled each
         * time.
         *
         * @param interval 1 ms or more
         */
        public Builder pollEvery(Duration interval) {
            if (interval.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("pollEvery is 1 ms or more, but it was " + interval);
            }
            this.pollEvery = interval;
            return this;
        }

        /** Returns the configuration as it is now; the builder can go on. */
        public InMemoryKafkaConfig build() {
            return new InMemoryKafkaConfig(this);
        }
    }
}
