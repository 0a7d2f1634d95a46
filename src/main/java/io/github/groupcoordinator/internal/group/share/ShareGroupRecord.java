package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A record about a share group (KIP-932). A cause or a trigger says why the record was made; it is for those who watch,
 * is not stored, and is null in a record that was read from the log.
 */
public sealed interface ShareGroupRecord extends GroupRecord {

    /** Hands the record to the method for its kind. */
    void accept(Visitor visitor);

    @Override
    default GroupType type() {
        return GroupType.SHARE;
    }

    /** Returns whether the record takes something away: then it makes no group. */
    default boolean isTombstone() {
        return false;
    }

    /** A record that takes something away. */
    sealed interface Tombstone extends ShareGroupRecord {
        @Override
        default boolean isTombstone() {
            return true;
        }
    }

    /** One method for each kind of record. */
    interface Visitor {
        void memberMetadata(MemberMetadata record);

        void memberMetadataTombstone(MemberMetadataTombstone record);

        void groupEpoch(GroupEpoch record);

        void groupEpochTombstone(GroupEpochTombstone record);

        void targetAssignment(TargetAssignment record);

        void targetAssignmentTombstone(TargetAssignmentTombstone record);

        void targetAssignmentEpoch(TargetAssignmentEpoch record);

        void targetAssignmentEpochTombstone(TargetAssignmentEpochTombstone record);

        void currentAssignment(CurrentAssignment record);

        void currentAssignmentTombstone(CurrentAssignmentTombstone record);

        void statePartitions(StatePartitions record);

        void statePartitionsTombstone(StatePartitionsTombstone record);
    }

    /** A member is new, or says something new about itself. */
    record MemberMetadata(
            String groupId,
            String memberId,
            @Nullable String rackId,
            String clientId,
            String clientHost,
            SortedSet<String> subscribedTopicNames)
            implements ShareGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberMetadata(this);
        }
    }

    /** A member is no more. */
    record MemberMetadataTombstone(
            String groupId, String memberId, @Nullable Trigger trigger) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberMetadataTombstone(this);
        }
    }

    /** The group is in another epoch: a target assignment is to be computed for it. */
    record GroupEpoch(
            String groupId,
            int epoch,
            long metadataHash,
            @Nullable Cause cause) implements ShareGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.groupEpoch(this);
        }
    }

    /** The group is no more. */
    record GroupEpochTombstone(String groupId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.groupEpochTombstone(this);
        }
    }

    /** The target assignment of a member is another one. */
    record TargetAssignment(String groupId, String memberId, SortedMap<Uuid, SortedSet<Integer>> partitions)
            implements ShareGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignment(this);
        }
    }

    /** A member has no target assignment any more. */
    record TargetAssignmentTombstone(String groupId, String memberId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignmentTombstone(this);
        }
    }

    /** The target assignment is that of an epoch. */
    record TargetAssignmentEpoch(String groupId, int epoch, long timestampMs) implements ShareGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignmentEpoch(this);
        }
    }

    /** There is no target assignment any more. */
    record TargetAssignmentEpochTombstone(String groupId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignmentEpochTombstone(this);
        }
    }

    /** A member has been given an assignment. */
    record CurrentAssignment(
            String groupId,
            String memberId,
            int memberEpoch,
            int previousMemberEpoch,
            SortedMap<Uuid, SortedSet<Integer>> partitions)
            implements ShareGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.currentAssignment(this);
        }
    }

    /** A member has no assignment any more. */
    record CurrentAssignmentTombstone(String groupId, String memberId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.currentAssignmentTombstone(this);
        }
    }

    /**
     * The share-partitions whose state is being initialized, is initialized, and is being deleted; all three each time.
     *
     * @param deleting the names of topics, by id
     * @param atMs the instant from which on the initializations are waited for; not stored, -1 if it was read
     */
    record StatePartitions(
            String groupId,
            SortedMap<Uuid, StateTopic> initializing,
            SortedMap<Uuid, StateTopic> initialized,
            SortedMap<Uuid, String> deleting,
            long atMs)
            implements ShareGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.statePartitions(this);
        }
    }

    /** No share-partition has state any more. */
    record StatePartitionsTombstone(String groupId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.statePartitionsTombstone(this);
        }
    }
}
