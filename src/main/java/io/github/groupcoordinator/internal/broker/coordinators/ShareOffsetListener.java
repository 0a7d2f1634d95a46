package io.github.groupcoordinator.internal.broker.coordinators;

import org.apache.kafka.common.TopicPartition;

/** The listener that hears of start offsets of share groups that an administrator has set or deleted. */
@FunctionalInterface
public interface ShareOffsetListener {

    /**
     * Hears of one.
     *
     * @param startOffset -1 if the group is to begin anew with the partition
     */
    void altered(String groupId, TopicPartition partition, long startOffset);
}
