package io.github.groupcoordinator.internal.coordinator.transaction;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;

/** The way of a transaction's end to the partitions that it touched, on whichever node they are led. */
public interface MarkerWriter {

    /**
     * Writes a marker; returns NONE, or why the leader could not write it. A partition that is no more is
     * UNKNOWN_TOPIC_OR_PARTITION.
     */
    Errors write(TopicPartition partition, TransactionMetadata prepared, int coordinatorEpoch);
}
