package io.github.groupcoordinator.event.share;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.view.MemberRef;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/** Something that became of neighbouring records of one partition in a share group, at the partition's leader. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public sealed interface RecordsEvent extends ClusterEvent
        permits RecordsAcquired,
                RecordsAcknowledged,
                RecordsReleased,
                RecordLocksRenewed,
                RecordLocksTimedOut,
                RecordsArchived,
                AcknowledgementRolledBack {

    /**
     * Returns the member that has the records, or had them last; its member id is empty if nobody had, and its client
     * id is {@code unknown} if it never was in the group.
     */
    MemberRef member();

    /** Returns the partition. */
    TopicPartition partition();

    /** Returns the offset of the first record. */
    long firstOffset();

    /** Returns the offset of the last record, which may be the first one. */
    long lastOffset();

    /** Returns how many times the records have been acquired, this time included; 0 if never. */
    int deliveryCount();

    /** Returns whether a record of the partition is among them. */
    default boolean holds(TopicPartition ofPartition, long offset) {
        return partition().equals(ofPartition) && firstOffset() <= offset && offset <= lastOffset();
    }
}
