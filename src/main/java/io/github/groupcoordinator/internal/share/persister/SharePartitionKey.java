package io.github.groupcoordinator.internal.share.persister;

import org.apache.kafka.common.TopicIdPartition;

/** A partition as one share group reads it. */
public record SharePartitionKey(String groupId, TopicIdPartition partition) {
    @Override
    public String toString() {
        return groupId + ":" + partition.topic() + "-" + partition.partition();
    }
}
