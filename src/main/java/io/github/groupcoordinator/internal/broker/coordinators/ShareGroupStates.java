package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.ShareCoordinatorProperties;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import io.github.groupcoordinator.internal.coordinator.share.ShareStateLog;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topic {@code __share_group_state}, in which the share coordinators keep the state of share-partitions. Nothing in
 * it grows old: its coordinators delete what they do not need any more.
 */
public final class ShareGroupStates extends InternalTopic implements ShareStateLog {
    public static final String NAME = "__share_group_state";

    ShareGroupStates(Cluster cluster) {
        super(cluster, NAME);
        cluster.config().shareStateTopicReplicationFactor(cluster.nodes().count());
    }

    @Override
    public Topic create() {
        ShareCoordinatorProperties properties = cluster().config().shareCoordinator();
        int replicationFactor = cluster()
                .config()
                .shareStateTopicReplicationFactor(cluster().nodes().count());
        Map<String, String> config = new TreeMap<>();
        config.put("cleanup.policy", "delete");
        config.put("min.insync.replicas", String.valueOf(Math.min(properties.minIsr(), replicationFactor)));
        config.put("retention.ms", "-1");
        config.put("segment.bytes", String.valueOf(properties.segmentBytes()));
        return cluster()
                .topics()
                .create(
                        NAME,
                        new TopicConfig(cluster().config(), config),
                        properties.coordinator().partitions(),
                        replicationFactor);
    }

    @Override
    public long endOffset(int partition) {
        return log(partition).logEndOffset();
    }

    @Override
    public void deleteBefore(int partition, long offset) {
        log(partition).deleteRecordsBefore(offset);
    }
}
