package io.github.groupcoordinator.internal.invariant;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The facts by which the watch judges what share partitions say of themselves: they come from elsewhere. */
public interface ShareFacts {

    /** Returns {@code share.delivery.count.limit} of a group at the moment. */
    int deliveryCountLimit(String groupId);

    /** Returns whether {@code share.isolation.level} of a group is read_committed at the moment. */
    boolean readsCommitted(String groupId);

    /** Returns the id of the topic that a partition is of now; zero if there is none. */
    Uuid topicId(TopicPartition partition);

    /** Returns the offset at which the log of a partition begins; 0 if there is no such partition. */
    long logStartOffset(TopicPartition partition);

    /** Returns how many records the log of a partition has from one offset on and before another. */
    long recordsBetween(TopicPartition partition, long from, long to);
}
