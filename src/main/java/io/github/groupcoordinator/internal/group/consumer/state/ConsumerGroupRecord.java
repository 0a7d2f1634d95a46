package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.GroupType;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A record about a consumer-protocol group (KIP-848). A cause says why the record was made; it is for those who watch,
 * is not stored, and is null in a record that was read from the log.
 */
public sealed interface ConsumerGroupRecord extends GroupRecord {

    @Override
    default GroupType type() {
        return GroupType.CONSUMER;
    }

    /** Hands the record to the method for its kind. */
    void accept(Visitor visitor);

    /** One method for each kind of record. */
    interface Visitor {
        void groupEpoch(GroupEpoch record);

        void groupEpochTombstone(GroupEpochTombstone record);

        void subscriptionMetadata(SubscriptionMetadata record);

        void subscriptionMetadataTombstone(SubscriptionMetadataTombstone record);

        void memberMetadata(MemberMetadata record);

        void memberMetadataTombstone(MemberMetadataTombstone record);

        void targetAssignment(TargetAssignment record);

        void targetAssignmentTombstone(TargetAssignmentTombstone record);

        void targetAssignmentEpoch(TargetAssignmentEpoch record);

        void targetAssignmentEpochTombstone(TargetAssignmentEpochTombstone record);

        void currentAssignment(CurrentAssignment record);

        void currentAssignmentTombstone(CurrentAssignmentTombstone record);

        void regex(Regex record);

        void regexTombstone(RegexTombstone record);
    }

    /** Returns whether the record takes something away: then it makes no group. */
    default boolean isTombstone() {
        return false;
    }

    /** A record that takes something away. */
    sealed interface Tombstone extends ConsumerGroupRecord {
        @Override
        default boolean isTombstone() {
            return true;
        }
    }

    /** The group is in another epoch: a target assignment is to be computed for it. */
    record GroupEpoch(
            String groupId,
            int epoch,
            long metadataHash,
            @Nullable Cause cause) implements ConsumerGroupRecord {
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

    /** Topic metadata as Kafka 4.0 stored it; what it says is not used any more. */
    record SubscriptionMetadata(String groupId) implements ConsumerGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.subscriptionMetadata(this);
        }
    }

    /** Topic metadata as Kafka 4.0 stored it is no more. */
    record SubscriptionMetadataTombstone(String groupId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.subscriptionMetadataTombstone(this);
        }
    }

    /** A member is new, or says something new about itself. */
    record MemberMetadata(String groupId, String memberId, ConsumerMemberMetadata metadata)
            implements ConsumerGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberMetadata(this);
        }
    }

    /** A member is no more. */
    record MemberMetadataTombstone(
            String groupId, String memberId, @Nullable Departure departure) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberMetadataTombstone(this);
        }
    }

    /** The partitions that a member is to have. */
    record TargetAssignment(String groupId, String memberId, SortedMap<Uuid, SortedSet<Integer>> partitions)
            implements ConsumerGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignment(this);
        }
    }

    /** A member is to have nothing any more. */
    record TargetAssignmentTombstone(String groupId, String memberId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignmentTombstone(this);
        }
    }

    /** The target assignment is that of an epoch; which assignor computed it is not stored. */
    record TargetAssignmentEpoch(
            String groupId,
            int epoch,
            long timestampMs,
            @Nullable String assignor) implements ConsumerGroupRecord {
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

    /** The assignment of a member as far as it has got with it. */
    record CurrentAssignment(
            String groupId,
            String memberId,
            int memberEpoch,
            int previousMemberEpoch,
            ReconciliationState state,
            PartitionEpochs assigned,
            PartitionEpochs pendingRevocation)
            implements ConsumerGroupRecord {

        public static CurrentAssignment of(String groupId, ConsumerMember member) {
            return new CurrentAssignment(
                    groupId,
                    member.memberId(),
                    member.memberEpoch(),
                    member.previousMemberEpoch(),
                    member.state(),
                    member.assigned(),
                    member.pendingRevocation());
        }

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

    /** A regular expression has been resolved. */
    record Regex(String groupId, String regex, ResolvedRegex resolved) implements ConsumerGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.regex(this);
        }
    }

    /** Nobody uses a regular expression any more. */
    record RegexTombstone(String groupId, String regex) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.regexTombstone(this);
        }
    }
}
