package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.Transition;
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

/** What a classic group is asked: requests first, then timers, then the steps that follow from either. */
public sealed interface ClassicCommand extends GroupCommand {

    /** Decides what follows, by the state of the group; changes nothing. */
    Transition decide(ClassicGroup group, long nowMs);

    /** JoinGroup; the new member id is used if the request has none. */
    record Join(
            RequestContext context,
            JoinGroupRequestData request,
            String newMemberId,
            ReplyToken<JoinGroupResponseData> token)
            implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return JoinDecision.join(group, this);
        }
    }

    /** SyncGroup. */
    record Sync(SyncGroupRequestData request, ReplyToken<SyncGroupResponseData> token) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return SyncDecision.sync(group, this);
        }
    }

    /** Heartbeat. */
    record Heartbeat(HeartbeatRequestData request, ReplyToken<HeartbeatResponseData> token) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return SessionDecision.heartbeat(group, this);
        }
    }

    /** LeaveGroup, for one or more members. */
    record Leave(LeaveGroupRequestData request, ReplyToken<LeaveGroupResponseData> token) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return LeaveDecision.leave(group, this);
        }
    }

    /** A member committed offsets, which maintains its session in some states. */
    record OffsetsArrived(String memberId) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return SessionDecision.offsetsArrived(group, memberId);
        }
    }

    /** Nothing was heard of a member, or of the holder of an id, for its session timeout. */
    record SessionElapsed(String memberId) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return SessionDecision.elapsed(group, memberId);
        }
    }

    /** The initial rebalance delay, or an extension of it, has passed. */
    record InitialDelayElapsed(int delayMs, int remainingMs) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.initialDelayElapsed(group, this);
        }
    }

    /** The largest rebalance timeout has passed since the generation began. */
    record SyncElapsed(int generationId) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return SyncDecision.elapsed(group, generationId);
        }
    }

    /** The group was read from the log. */
    record Loaded() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.loaded(group);
        }
    }

    /** The coordinator gives the group up. */
    record Unload() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.unload(group);
        }
    }

    /** The group becomes one of the consumer protocol: who waits in it must join that. */
    record Upgrade() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.upgrade(group);
        }
    }

    /** Start a rebalance, or, if one is being prepared, complete it if everyone has joined. */
    record Rebalance(Cause cause) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return group.state().canRebalance()
                    ? RebalanceDecision.prepare(group, cause, nowMs)
                    : new CompleteJoinIfReady().decide(group, nowMs);
        }
    }

    /** Start a rebalance. */
    record PrepareRebalance(Cause cause) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.prepare(group, cause, nowMs);
        }
    }

    /** Complete the join phase if everyone has joined, else wait for those who have not. */
    record AwaitJoins() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.awaitJoins(group);
        }
    }

    /** Complete the join phase if a rebalance, not the initial one, is being prepared and everyone has joined. */
    record CompleteJoinIfReady() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return group.isPreparingInitialRebalance() || !group.isReadyToComplete()
                    ? Transition.nothing()
                    : Transition.next(new CompleteJoin());
        }
    }

    /** Complete the join phase if a rebalance, also the initial one, is being prepared and everyone has joined. */
    record CompleteJoinIfAllJoined() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return group.isReadyToComplete() ? Transition.next(new CompleteJoin()) : Transition.nothing();
        }
    }

    /** Complete the join phase without those who have not joined; also what happens when the time to join is up. */
    record CompleteJoin() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.completeJoin(group);
        }
    }

    /** Elect a leader and begin the next generation. */
    record BeginGeneration() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.beginGeneration(group, nowMs);
        }
    }

    /** Let those who joined know of the generation, or store that there is nobody. */
    record AnnounceGeneration() implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return RebalanceDecision.announceGeneration(group);
        }
    }

    /** Store the leader's assignment. */
    record StoreAssignment(int generationId, Cause leader, Map<String, byte[]> assignment) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return SyncDecision.store(group, this, nowMs);
        }
    }

    /** The leader's assignment could not be stored. */
    record AssignmentNotStored(int generationId, Cause leader, Errors error) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return SyncDecision.notStored(group, this);
        }
    }

    /** A static member was replaced: go on according to the group's state. */
    record AfterReplacement(Replacement replacement) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return StaticMemberDecision.afterReplacement(group, replacement);
        }
    }

    /** Tell the static member that it was replaced without a rebalance. */
    record ReplacementStored(Replacement replacement) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return StaticMemberDecision.stored(group, replacement);
        }
    }

    /** The replacement could not be stored; it is taken back. */
    record ReplacementNotStored(Replacement replacement, Errors error) implements ClassicCommand {
        @Override
        public Transition decide(ClassicGroup group, long nowMs) {
            return StaticMemberDecision.notStored(group, replacement, error);
        }
    }

    /** A static member that came back: as it was before, under which id it is now, and who led before. */
    record Replacement(
            Join join,
            ClassicMember oldMember,
            String newMemberId,
            @Nullable String oldLeaderId) {}
}
