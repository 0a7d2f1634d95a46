package io.github.groupcoordinator.internal.order;

import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;

/** The one order of partitions: by the names of their topics, then by their numbers. */
public final class PartitionOrder {
    public static final Comparator<TopicPartition> BY_TOPIC_AND_NUMBER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private PartitionOrder() {}
}
