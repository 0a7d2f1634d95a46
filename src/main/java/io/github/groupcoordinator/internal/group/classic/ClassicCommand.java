package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.Step;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The commands of the classic protocol: requests first, then timers, then the steps that follow from either. */
public sealed interface ClassicCommand extends GroupCommand {

    /** Hands the command to the method for its kind. */
    Step accept(Visitor visitor, long nowMs);

    @Override
    default Step accept(GroupCommand.Visitor visitor, GroupContext context) {
        return accept((Visitor) visitor, context.nowMs());
    }

    /** One method for each kind of command, which decides it. */
    interface Visitor extends GroupCommand.Visitor {
        Step join(Join command, long nowMs);

        Step sync(Sync command, long nowMs);

        Step heartbeat(Heartbeat command, long nowMs);

        Step leave(Leave command, long nowMs);

        Step offsetsArrived(OffsetsArrived command, long nowMs);

        Step sessionElapsed(SessionElapsed command, long nowMs);

        Step initialDelayElapsed(InitialDelayElapsed command, long nowMs);

        Step syncElapsed(SyncElapsed command, long nowMs);

        Step loaded(Loaded command, long nowMs);

        Step unload(Unload command, long nowMs);

        Step upgrade(Upgrade command, long nowMs);

        Step rebalance(Rebalance command, long nowMs);

        Step prepareRebalance(PrepareRebalance command, long nowMs);

        Step awaitJoins(AwaitJoins command, long nowMs);

        Step completeJoinIfReady(CompleteJoinIfReady command, long nowMs);

        Step completeJoinIfAllJoined(CompleteJoinIfAllJoined command, long nowMs);

        Step completeJoin(CompleteJoin command, long nowMs);

        Step beginGeneration(BeginGeneration command, long nowMs);

        Step announceGeneration(AnnounceGeneration command, long nowMs);

        Step storeAssignment(StoreAssignment command, long nowMs);

        Step assignmentStored(AssignmentStored command, long nowMs);

        Step assignmentNotStored(AssignmentNotStored command, long nowMs);

        Step afterReplacement(AfterReplacement command, long nowMs);

        Step replacementStored(ReplacementStored command, long nowMs);

        Step replacementNotStored(ReplacementNotStored command, long nowMs);
    }

    /** JoinGroup; the new member id is used if the request has none. */
    record Join(
            RequestContext context,
            JoinGroupRequestData request,
            String newMemberId,
            ReplyToken<JoinGroupResponseData> token)
            implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.join(this, nowMs);
        }
    }

    /** SyncGroup. */
    record Sync(SyncGroupRequestData request, ReplyToken<SyncGroupResponseData> token) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.sync(this, nowMs);
        }
    }

    /** Heartbeat. */
    record Heartbeat(HeartbeatRequestData request, ReplyToken<HeartbeatResponseData> token) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.heartbeat(this, nowMs);
        }
    }

    /** LeaveGroup, for one or more members. */
    record Leave(LeaveGroupRequestData request, ReplyToken<LeaveGroupResponseData> token) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.leave(this, nowMs);
        }
    }

    /** A member committed offsets, which maintains its session in some states. */
    record OffsetsArrived(String memberId) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.offsetsArrived(this, nowMs);
        }
    }

    /** Nothing was heard of a member, or of the holder of an id, for its session timeout. */
    record SessionElapsed(String memberId) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.sessionElapsed(this, nowMs);
        }
    }

    /** The initial rebalance delay, or an extension of it, has passed. */
    record InitialDelayElapsed(int delayMs, int remainingMs) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.initialDelayElapsed(this, nowMs);
        }
    }

    /** The largest rebalance timeout has passed since the generation began. */
    record SyncElapsed(int generationId) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.syncElapsed(this, nowMs);
        }
    }

    /** The group was read from the log. */
    record Loaded() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.loaded(this, nowMs);
        }
    }

    /** The coordinator gives the group up. */
    record Unload() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.unload(this, nowMs);
        }
    }

    /** The group becomes one of the consumer protocol: who waits in it must join that. */
    record Upgrade() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.upgrade(this, nowMs);
        }
    }

    /** Start a rebalance, or, if one is being prepared, complete it if everyone has joined. */
    record Rebalance(Cause cause) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.rebalance(this, nowMs);
        }
    }

    /** Start a rebalance. */
    record PrepareRebalance(Cause cause) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.prepareRebalance(this, nowMs);
        }
    }

    /** Complete the join phase if everyone has joined, else wait for those who have not. */
    record AwaitJoins() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.awaitJoins(this, nowMs);
        }
    }

    /** Complete the join phase if a rebalance, not the initial one, is being prepared and everyone has joined. */
    record CompleteJoinIfReady() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.completeJoinIfReady(this, nowMs);
        }
    }

    /** Complete the join phase if a rebalance, also the initial one, is being prepared and everyone has joined. */
    record CompleteJoinIfAllJoined() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.completeJoinIfAllJoined(this, nowMs);
        }
    }

    /** Complete the join phase without those who have not joined; also what happens when the time to join is up. */
    record CompleteJoin() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.completeJoin(this, nowMs);
        }
    }

    /** Elect a leader and begin the next generation. */
    record BeginGeneration() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.beginGeneration(this, nowMs);
        }
    }

    /** Let those who joined know of the generation, or store that there is nobody. */
    record AnnounceGeneration() implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.announceGeneration(this, nowMs);
        }
    }

    /** Store the leader's assignment. */
    record StoreAssignment(int generationId, Cause leader, Map<String, byte[]> assignment) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.storeAssignment(this, nowMs);
        }
    }

    /** The leader's assignment is stored: let those who wait have theirs. */
    record AssignmentStored(List<ClassicMember> members) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.assignmentStored(this, nowMs);
        }
    }

    /** The leader's assignment could not be stored. */
    record AssignmentNotStored(int generationId, Cause leader, Errors error) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.assignmentNotStored(this, nowMs);
        }
    }

    /** A static member was replaced: go on according to the group's state. */
    record AfterReplacement(Replacement replacement) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.afterReplacement(this, nowMs);
        }
    }

    /** Tell the static member that it was replaced without a rebalance. */
    record ReplacementStored(Replacement replacement) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.replacementStored(this, nowMs);
        }
    }

    /** The replacement could not be stored; it is taken back. */
    record ReplacementNotStored(Replacement replacement, Errors error) implements ClassicCommand {
        @Override
        public Step accept(Visitor visitor, long nowMs) {
            return visitor.replacementNotStored(this, nowMs);
        }
    }

    /** A static member that came back: as it was before, under which id it is now, and who led before. */
    record Replacement(
            Join join,
            ClassicMember oldMember,
            String newMemberId,
            @Nullable String oldLeaderId) {}
}
