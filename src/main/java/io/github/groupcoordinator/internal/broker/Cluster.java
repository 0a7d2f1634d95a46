package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;

/** What every node of a cluster knows: the nodes, the topics, the configuration, the time. */
final class Cluster {
    /** Ids of Kafka's clusters have this length. */
    static final String ID = "in-memory-kafka-000001";

    private static final int FIRST_PORT = 19092;

    private BrokerConfig config;
    private final Timers timers;
    private final Topics topics = new Topics();
    private final List<Broker.Node> nodes;

    Cluster(BrokerConfig config, Timers timers, int nodeCount) {
        this.config = config;
        this.timers = timers;
        config.requireReachable("default.replication.factor", config.defaultReplicationFactor(), nodeCount);
        List<Broker.Node> made = new ArrayList<>();
        for (int id = 0; id < nodeCount; id++) {
            made.add(new Broker.Node(id, "127.0.0.1", FIRST_PORT + id));
        }
        this.nodes = Collections.unmodifiableList(made);
        defaultTopicConfig();
    }

    BrokerConfig config() {
        return config;
    }

    /** Takes other broker properties; topics that have no word of their own follow them. */
    void reconfigure(BrokerConfig newConfig) {
        config = newConfig;
        for (Topic topic : topics.all()) {
            topic.reconfigure(new TopicConfig(newConfig, topic.config().overrides()));
        }
    }

    Timers timers() {
        return timers;
    }

    Topics topics() {
        return topics;
    }

    List<Broker.Node> nodes() {
        return nodes;
    }

    Broker.Node controller() {
        return nodes.get(0);
    }

    /** Returns the replicas of a partition, the leader first. */
    List<Integer> replicas(Topic topic, int partition) {
        List<Integer> replicas = new ArrayList<>();
        for (int i = 0; i < topic.replicationFactor(); i++) {
            replicas.add(nodes.get((partition + i) % nodes.size()).id());
        }
        return replicas;
    }

    Broker.Node leader(Topic topic, int partition) {
        return nodes.get(partition % nodes.size());
    }

    void requireReachable(int replicationFactor) {
        if (replicationFactor > nodes.size()) {
            throw new InvalidReplicationFactorException("Unable to replicate the partition " + replicationFactor
                    + " time(s): The target replication factor of " + replicationFactor
                    + " cannot be reached because only " + nodes.size() + " broker(s) are registered.");
        }
    }

    /** Creates a topic with the broker's defaults. */
    Topic createTopic(String name, int partitions) {
        return topics.create(name, defaultTopicConfig(), partitions, config.defaultReplicationFactor());
    }

    private TopicConfig defaultTopicConfig() throws ConfigException {
        return new TopicConfig(config, Collections.emptyMap());
    }
}
