package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupConfigs;
import io.github.groupcoordinator.internal.invariant.ShareFacts;
import io.github.groupcoordinator.internal.log.PartitionLog;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The facts about share groups, from the configurations and logs of a cluster. */
record OwnShareFacts(Cluster cluster, ShareGroupConfigs configs) implements ShareFacts {

    @Override
    public int deliveryCountLimit(String groupId) {
        return configs.settings(groupId).deliveryCountLimit();
    }

    @Override
    public boolean readsCommitted(String groupId) {
        return configs.readsCommitted(groupId);
    }

    @Override
    public Uuid topicId(TopicPartition partition) {
        Topic topic = cluster.topics().find(partition.topic());
        return topic == null ? Uuid.ZERO_UUID : topic.id();
    }

    private @Nullable PartitionLog log(TopicPartition partition) {
        return cluster.topics().log(partition.topic(), partition.partition());
    }

    @Override
    public long logStartOffset(TopicPartition partition) {
        PartitionLog log = log(partition);
        return log == null ? 0 : log.logStartOffset();
    }

    @Override
    public long recordsBetween(TopicPartition partition, long from, long to) {
        PartitionLog log = log(partition);
        return log == null ? 0 : log.recordsBetween(from, to);
    }
}
