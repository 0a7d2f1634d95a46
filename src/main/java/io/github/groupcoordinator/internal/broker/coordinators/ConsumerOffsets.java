package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import java.util.Map;
import java.util.TreeMap;

/** The topic {@code __consumer_offsets}, in which the group coordinators keep groups and committed offsets. */
public final class ConsumerOffsets extends InternalTopic {
    public static final String NAME = "__consumer_offsets";

    public ConsumerOffsets(Cluster cluster) {
        super(cluster, NAME);
        cluster.config().offsetsTopicReplicationFactor(cluster.nodes().count());
    }

    @Override
    public Topic create() {
        Map<String, String> config = new TreeMap<>();
        config.put("cleanup.policy", "compact");
        config.put("segment.bytes", "104857600");
        return cluster()
                .topics()
                .create(
                        NAME,
                        new TopicConfig(cluster().config(), config),
                        cluster().config().offsetsTopicPartitions(),
                        cluster()
                                .config()
                                .offsetsTopicReplicationFactor(cluster().nodes().count()));
    }
}
