package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.GroupRecord;
import io.github.groupcoordinator.internal.group.GroupType;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.streams.task.AssignedTasks;
import io.github.groupcoordinator.internal.group.streams.task.Tasks;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A record about a streams group (KIP-1071). A cause or a trigger says why the record was made; it is for those who
 * watch, is not stored, and is null in a record that was read from the log.
 */
public sealed interface StreamsGroupRecord extends GroupRecord {

    /** Hands the record to the method for its kind. */
    void accept(Visitor visitor);

    @Override
    default GroupType type() {
        return GroupType.STREAMS;
    }

    /** Returns whether the record takes something away: then it makes no group. */
    default boolean isTombstone() {
        return false;
    }

    /** A record that takes something away. */
    sealed interface Tombstone extends StreamsGroupRecord {
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

        void topology(Topology record);

        void topologyTombstone(TopologyTombstone record);
    }

    /** A member is new, or says something new about itself. */
    record MemberMetadata(String groupId, String memberId, StreamsMemberMetadata metadata)
            implements StreamsGroupRecord {
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

    /**
     * The group is in another epoch: a target assignment is to be computed for it.
     *
     * @param validatedTopologyEpoch the epoch of the topology whose topics are all there, or -1
     * @param assignmentConfigs what the assignor goes by
     */
    record GroupEpoch(
            String groupId,
            int epoch,
            long metadataHash,
            int validatedTopologyEpoch,
            SortedMap<String, String> assignmentConfigs,
            @Nullable Cause cause)
            implements StreamsGroupRecord {
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

    /** A member is to have other tasks. */
    record TargetAssignment(String groupId, String memberId, Tasks tasks) implements StreamsGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignment(this);
        }
    }

    /** A member is to have no tasks any more. */
    record TargetAssignmentTombstone(String groupId, String memberId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.targetAssignmentTombstone(this);
        }
    }

    /** The target assignment is computed for an epoch. */
    record TargetAssignmentEpoch(String groupId, int epoch, long timestampMs) implements StreamsGroupRecord {
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

    /** A member has made a step towards its target. */
    record CurrentAssignment(
            String groupId,
            String memberId,
            int memberEpoch,
            int previousMemberEpoch,
            StreamsMemberState state,
            AssignedTasks assigned,
            AssignedTasks pendingRevocation)
            implements StreamsGroupRecord {

        static CurrentAssignment of(String groupId, StreamsMember member) {
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

    /** A member has nothing any more. */
    record CurrentAssignmentTombstone(String groupId, String memberId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.currentAssignmentTombstone(this);
        }
    }

    /** The members run this topology. */
    record Topology(String groupId, StreamsTopology topology) implements StreamsGroupRecord {
        @Override
        public void accept(Visitor visitor) {
            visitor.topology(this);
        }
    }

    /** There is no topology any more. */
    record TopologyTombstone(String groupId) implements Tombstone {
        @Override
        public void accept(Visitor visitor) {
            visitor.topologyTombstone(this);
        }
    }
}
