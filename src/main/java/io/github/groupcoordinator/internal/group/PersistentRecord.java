package io.github.groupcoordinator.internal.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of {@code __consumer_offsets}. */
public sealed interface PersistentRecord extends GroupRecord
        permits PersistentRecord.GroupMetadata,
                PersistentRecord.GroupTombstone,
                PersistentRecord.OffsetCommit,
                PersistentRecord.OffsetTombstone,
                ConsumerGroupRecord {

    /** A classic group after a rebalance; a group without members is Empty. */
    record GroupMetadata(
            String groupId,
            String protocolType,
            int generationId,
            @Nullable String protocolName,
            @Nullable String leaderId,
            long currentStateTimestampMs,
            List<ClassicMember> members)
            implements PersistentRecord {}

    /** The group is no more. */
    record GroupTombstone(String groupId) implements PersistentRecord {}

    /** An offset was committed. */
    record OffsetCommit(String groupId, String topic, int partition, CommittedOffset offset)
            implements PersistentRecord {}

    /** A committed offset is no more. */
    record OffsetTombstone(String groupId, String topic, int partition) implements PersistentRecord {}
}
