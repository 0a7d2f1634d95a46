package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;

/** What the machine of the consumer protocol is asked to decide. */
public sealed interface ConsumerCommand extends GroupCommand {

    /** Decides; changes nothing. */
    ConsumerStep decide(ConsumerGroup group, ConsumerContext context);

    /** Returns whether Kafka tries again half a second later if what follows cannot be appended. */
    default boolean isRetried() {
        return false;
    }

    /**
     * A ConsumerGroupHeartbeat: of a member that joins or stays.
     *
     * @param newMemberId what a member is called that has not named itself
     */
    record Heartbeat(
            RequestContext from,
            ConsumerGroupHeartbeatRequestData request,
            String newMemberId,
            ReplyToken<ConsumerGroupHeartbeatResponseData> token)
            implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return new HeartbeatDecision(group, context, this).decide();
        }
    }

    /** A ConsumerGroupHeartbeat of a member that leaves, for good or for a while. */
    record Leave(ConsumerGroupHeartbeatRequestData request, ReplyToken<ConsumerGroupHeartbeatResponseData> token)
            implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return LeaveDecision.leave(group, context, this);
        }
    }

    /** A member's time is up: to send a heartbeat, or to join again, or to sync. */
    record TimeElapsed(String memberId, Trigger trigger) implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return LeaveDecision.elapsed(group, context, memberId, trigger);
        }

        @Override
        public boolean isRetried() {
            return true;
        }
    }

    /** The time is up that a member had to leave an epoch by giving partitions up. */
    record RebalanceElapsed(String memberId, int memberEpoch) implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return LeaveDecision.rebalanceElapsed(group, context, this);
        }

        @Override
        public boolean isRetried() {
            return true;
        }
    }

    /** Regular expressions are to be resolved that were asked for before. */
    record ResolveRegexes(List<String> regexes) implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return RegexDecision.resolve(group, context, regexes);
        }
    }

    /** The group was read from the log: its members' sessions begin anew. */
    record Loaded() implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return SessionTimers.loaded(group, context);
        }
    }

    /** A classic group is becoming this one: its members' sessions begin anew. */
    record Upgraded() implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return SessionTimers.upgraded(group);
        }
    }

    /**
     * A JoinGroup of a member that uses the classic protocol.
     *
     * @param newMemberId what a member is called that has no id yet
     */
    record ClassicJoin(
            RequestContext from,
            JoinGroupRequestData request,
            String newMemberId,
            ReplyToken<JoinGroupResponseData> token)
            implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return new ClassicJoinDecision(group, context, this).decide();
        }
    }

    /** A SyncGroup of a member that uses the classic protocol. */
    record ClassicSync(SyncGroupRequestData request, ReplyToken<SyncGroupResponseData> token)
            implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return ClassicMemberDecision.sync(group, context, this);
        }
    }

    /** A Heartbeat of a member that uses the classic protocol. */
    record ClassicHeartbeat(HeartbeatRequestData request, ReplyToken<HeartbeatResponseData> token)
            implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return ClassicMemberDecision.heartbeat(group, context, this);
        }
    }

    /** A LeaveGroup, for members of any protocol. */
    record ClassicLeave(LeaveGroupRequestData request, ReplyToken<LeaveGroupResponseData> token)
            implements ConsumerCommand {
        @Override
        public ConsumerStep decide(ConsumerGroup group, ConsumerContext context) {
            return ClassicMemberDecision.leave(group, context, this);
        }
    }
}
