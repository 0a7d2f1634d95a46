package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.MemberProtocol;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.jspecify.annotations.Nullable;

/**
 * A change of a classic group that is never appended, as in Kafka: a rebalance in preparation, pending and parked
 * members.
 */
public sealed interface ClassicChange extends VolatileRecord {

    /** Hands the record to the method for its kind. */
    void accept(Visitor visitor);

    @Override
    default void accept(VolatileRecord.Visitor visitor) {
        accept((Visitor) visitor);
    }

    /** One method for each kind of record: a new kind must not compile until everyone who applies records knows it. */
    interface Visitor extends VolatileRecord.Visitor {
        void memberAdded(MemberAdded record);

        void memberUpdated(MemberUpdated record);

        void memberReplaced(MemberReplaced record);

        void memberRemoved(MemberRemoved record);

        void memberTurnedAway(MemberTurnedAway record);

        void pendingMemberAdded(PendingMemberAdded record);

        void pendingMemberRemoved(PendingMemberRemoved record);

        void newMemberNoticed(NewMemberNoticed record);

        void joinAnswered(JoinAnswered record);

        void joinsAnswered(JoinsAnswered record);

        void syncParked(SyncParked record);

        void syncAnswered(SyncAnswered record);

        void syncReceived(SyncReceived record);

        void syncsForgotten(SyncsForgotten record);

        void rebalancePrepared(RebalancePrepared record);

        void generationBegun(GenerationBegun record);

        void generationSkipped(GenerationSkipped record);

        void assignmentStored(AssignmentStored record);

        void assignmentDropped(AssignmentDropped record);

        void unloaded(Unloaded record);
    }

    /** A member joined, and its JoinGroup is parked until the rebalance completes. */
    record MemberAdded(
            String groupId, ClassicMember member, String protocolType, ReplyToken<JoinGroupResponseData> parked)
            implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberAdded(this);
        }
    }

    /** A member joined again, perhaps with other protocols and timeouts; its JoinGroup is parked, if there is one. */
    record MemberUpdated(
            String groupId,
            String memberId,
            List<MemberProtocol> protocols,
            int rebalanceTimeoutMs,
            int sessionTimeoutMs,
            @Nullable ReplyToken<JoinGroupResponseData> parked)
            implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberUpdated(this);
        }
    }

    /** A static member came back under another member id. */
    record MemberReplaced(String groupId, String groupInstanceId, String oldMemberId, String newMemberId)
            implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberReplaced(this);
        }
    }

    /** A member is no more; the reason is a client's own words, if it left. */
    record MemberRemoved(
            String groupId,
            String memberId,
            Trigger trigger,
            @Nullable String reason) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberRemoved(this);
        }
    }

    /** A member was turned away because the group is full; a former member is forgotten by that. */
    record MemberTurnedAway(String groupId, String memberId, int maxSize) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.memberTurnedAway(this);
        }
    }

    /** An id was handed out (KIP-394); its holder is expected to join with it. */
    record PendingMemberAdded(String groupId, String memberId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.pendingMemberAdded(this);
        }
    }

    /** The holder of an id left or did not come in time. */
    record PendingMemberRemoved(String groupId, String memberId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.pendingMemberRemoved(this);
        }
    }

    /** A new member joined during the initial rebalance delay, which may be extended for it; or it has been. */
    record NewMemberNoticed(String groupId, boolean noticed) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.newMemberNoticed(this);
        }
    }

    /** Every parked JoinGroup has been answered. */
    record JoinsAnswered(String groupId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.joinsAnswered(this);
        }
    }

    /** A parked JoinGroup has been answered. */
    record JoinAnswered(String groupId, String memberId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.joinAnswered(this);
        }
    }

    /** A member waits for its assignment. */
    record SyncParked(String groupId, String memberId, ReplyToken<SyncGroupResponseData> parked)
            implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.syncParked(this);
        }
    }

    /** A parked SyncGroup has been answered, without an assignment. */
    record SyncAnswered(String groupId, String memberId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.syncAnswered(this);
        }
    }

    /** A member has sent SyncGroup. */
    record SyncReceived(String groupId, String memberId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.syncReceived(this);
        }
    }

    /** SyncGroup is not expected from anybody any more. */
    record SyncsForgotten(String groupId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.syncsForgotten(this);
        }
    }

    /** A rebalance has started: members are asked to join again. */
    record RebalancePrepared(String groupId, Cause cause, long atMs) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.rebalancePrepared(this);
        }
    }

    /** All members have joined, and the parked ones have been answered; without members the group is empty now. */
    record GenerationBegun(
            String groupId,
            int generationId,
            @Nullable String leaderId,
            @Nullable String protocolName,
            long atMs) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.generationBegun(this);
        }
    }

    /** A number was used up although no rebalance had been prepared; the group stays as it is. */
    record GenerationSkipped(String groupId, int generationId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.generationSkipped(this);
        }
    }

    /**
     * The leader's assignment is stored and the parked SyncGroups have been answered.
     *
     * @param members all of them with what they are assigned, in the order in which they joined
     */
    record AssignmentStored(String groupId, List<ClassicMember> members, long atMs) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.assignmentStored(this);
        }
    }

    /** The rebalance is given up before the assignment was stored; parked SyncGroups have been answered. */
    record AssignmentDropped(String groupId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.assignmentDropped(this);
        }
    }

    /** The coordinator gave the group up. */
    record Unloaded(String groupId) implements ClassicChange {
        @Override
        public void accept(Visitor visitor) {
            visitor.unloaded(this);
        }
    }
}
