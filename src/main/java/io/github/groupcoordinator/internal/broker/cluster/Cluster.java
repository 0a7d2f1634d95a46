package io.github.groupcoordinator.internal.broker.cluster;

import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.log.UpkeepTimes;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The knowledge that all nodes of a cluster share: nodes, topics, configuration, time. */
public final class Cluster {
    /** Ids of Kafka's clusters have this length. */
    public static final String ID = "in-memory-kafka-000001";

    private static final int FIRST_PORT = 19092;

    /** Read by the listener's thread as well. */
    private volatile BrokerConfig config;

    private final Timers timers;
    private final Nodes nodes;
    private final Topics topics;
    private final long startMs;
    private UpkeepTimes upkeepTimes;

    public Cluster(BrokerConfig config, Timers timers) {
        this.config = config;
        this.timers = timers;
        this.startMs = timers.nowMs();
        this.upkeepTimes = upkeepTimes(config, startMs);
        int nodeCount = config.shape().brokers();
        config.requireReachable("default.replication.factor", config.defaultReplicationFactor(), nodeCount);
        List<Node> made = new ArrayList<>();
        for (int id = 0; id < nodeCount; id++) {
            made.add(new Node(id, "127.0.0.1", FIRST_PORT + id));
        }
        this.nodes = new Nodes(made);
        this.topics = new Topics(nodes, log -> log.tend(timers.nowMs(), upkeepTimes));
        defaultTopicConfig();
    }

    public BrokerConfig config() {
        return config;
    }

    /** Returns whether groups may use the consumer protocol (KIP-848). */
    public boolean isConsumerProtocolEnabled() {
        return config.isConsumerProtocolEnabled();
    }

    /**
     * Does nothing if clients may use share groups (KIP-932).
     *
     * @throws UnsupportedVersionException if {@code share.version} is 0
     */
    public void requireShareGroups() {
        if (!config.areShareGroupsEnabled()) {
            throw new UnsupportedVersionException(Errors.UNSUPPORTED_VERSION.message());
        }
    }

    /**
     * Does nothing if clients may use streams groups (KIP-1071).
     *
     * @throws UnsupportedVersionException if {@code streams.version} is 0, or the protocol is not among those of {@code
     *     group.coordinator.rebalance.protocols}
     */
    public void requireStreamsGroups() {
        if (!config.areStreamsGroupsEnabled()) {
            throw new UnsupportedVersionException(Errors.UNSUPPORTED_VERSION.message());
        }
    }

    /** Takes other broker properties; topics that have no word of their own follow them. */
    public void reconfigure(BrokerConfig newConfig) {
        // Up to now the old properties count.
        topics.tend();
        config = newConfig;
        upkeepTimes = upkeepTimes(newConfig, startMs);
        for (Topic topic : topics.all()) {
            topic.reconfigure(new TopicConfig(newConfig, topic.config().overrides()));
        }
    }

    private static UpkeepTimes upkeepTimes(BrokerConfig config, long startMs) {
        return new UpkeepTimes(
                startMs,
                config.retentionCheckMs(),
                config.initialTaskDelayMs(),
                config.cleanerBackoffMs(),
                new UpkeepTimes.ProducerExpiration(
                        config.producerIdExpirationMs(), config.producerIdExpirationCheckMs()));
    }

    public Timers timers() {
        return timers;
    }

    /** Returns when the cluster was started, in milliseconds since the epoch. */
    public long startMs() {
        return startMs;
    }

    public Topics topics() {
        return topics;
    }

    public Nodes nodes() {
        return nodes;
    }

    /** Returns the node that metadata names as the controller: as with KRaft, any that is alive. */
    public int controllerId() {
        List<Node> alive = nodes.alive();
        return alive.isEmpty() ? Replicas.NO_LEADER : alive.get(0).id();
    }

    /** Returns the leader of a partition, or null if there is none now. */
    public @Nullable Node leader(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        return replicas.hasLeader() ? nodes.node(replicas.leader()) : null;
    }

    public void requireReachable(int replicationFactor) {
        if (replicationFactor > nodes.count()) {
            throw new InvalidReplicationFactorException("Unable to replicate the partition " + replicationFactor
                    + " time(s): The target replication factor of " + replicationFactor
                    + " cannot be reached because only " + nodes.count()
                    + " broker(s) are registered or some brokers have all their log directories cordoned.");
        }
    }

    /** Creates a topic with the broker's defaults. */
    public Topic createTopic(String name, int partitions) {
        return topics.create(name, defaultTopicConfig(), partitions, config.defaultReplicationFactor());
    }

    private TopicConfig defaultTopicConfig() throws ConfigException {
        return new TopicConfig(config, Collections.emptyMap());
    }
}
