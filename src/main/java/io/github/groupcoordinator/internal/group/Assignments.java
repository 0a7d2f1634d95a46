package io.github.groupcoordinator.internal.group;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;

/** The assignments of consumers, decoded, with their partitions in order. */
public final class Assignments {
    private Assignments() {}

    public static SortedSet<TopicPartition> none() {
        return new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    }

    public static <V> SortedMap<TopicPartition, V> byPartition() {
        return new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    }

    /** Returns the partitions in the bytes, none if they are not a consumer's assignment. */
    public static SortedSet<TopicPartition> decode(byte[] assignment) {
        SortedSet<TopicPartition> partitions = none();
        if (assignment.length == 0) {
            return partitions;
        }
        try {
            partitions.addAll(ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(assignment))
                    .partitions());
        } catch (RuntimeException undecodable) {
            return none();
        }
        return partitions;
    }
}
