package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.Step;
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

/** The commands of the consumer protocol: requests, timers, and what else happens to a group. */
public sealed interface ConsumerCommand extends GroupCommand {

    /** Hands the command to the method for its kind. */
    Step accept(Visitor visitor, ConsumerContext context);

    @Override
    default Step accept(GroupCommand.Visitor visitor, GroupContext context) {
        Visitor decisions = (Visitor) visitor;
        return accept(decisions, decisions.surroundings(context));
    }

    /** One method for each kind of command, which decides it. */
    interface Visitor extends GroupCommand.Visitor {
        /** Returns what the decisions look at, beside the state of the group. */
        ConsumerContext surroundings(GroupContext context);

        Step heartbeat(Heartbeat command, ConsumerContext context);

        Step leave(Leave command, ConsumerContext context);

        Step timeElapsed(TimeElapsed command, ConsumerContext context);

        Step rebalanceElapsed(RebalanceElapsed command, ConsumerContext context);

        Step resolveRegexes(ResolveRegexes command, ConsumerContext context);

        Step loaded(Loaded command, ConsumerContext context);

        Step upgraded(Upgraded command, ConsumerContext context);

        Step classicJoin(ClassicJoin command, ConsumerContext context);

        Step classicSync(ClassicSync command, ConsumerContext context);

        Step classicHeartbeat(ClassicHeartbeat command, ConsumerContext context);

        Step classicLeave(ClassicLeave command, ConsumerContext context);

        Step offsetsArrived(OffsetsArrived command, ConsumerContext context);

        Step unloaded(Unloaded command, ConsumerContext context);
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
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.heartbeat(this, context);
        }
    }

    /** A ConsumerGroupHeartbeat of a member that leaves, for good or for a while. */
    record Leave(ConsumerGroupHeartbeatRequestData request, ReplyToken<ConsumerGroupHeartbeatResponseData> token)
            implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.leave(this, context);
        }
    }

    /** A member's time is up: to send a heartbeat, or to join again, or to sync. */
    record TimeElapsed(String memberId, Trigger trigger) implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.timeElapsed(this, context);
        }

        @Override
        public boolean isRetried() {
            return true;
        }
    }

    /** The time is up that a member had to leave an epoch by giving partitions up. */
    record RebalanceElapsed(String memberId, int memberEpoch) implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.rebalanceElapsed(this, context);
        }

        @Override
        public boolean isRetried() {
            return true;
        }
    }

    /** Regular expressions are to be resolved that were asked for before. */
    record ResolveRegexes(List<String> regexes) implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.resolveRegexes(this, context);
        }
    }

    /** The group was read from the log: its members' sessions begin anew. */
    record Loaded() implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.loaded(this, context);
        }
    }

    /** The coordinator gives the group up: nobody is parked in it. */
    record Unloaded() implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.unloaded(this, context);
        }
    }

    /** A member committed offsets, which does not maintain its session. */
    record OffsetsArrived() implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.offsetsArrived(this, context);
        }
    }

    /** A classic group is becoming this one: its members' sessions begin anew. */
    record Upgraded() implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.upgraded(this, context);
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
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.classicJoin(this, context);
        }
    }

    /** A SyncGroup of a member that uses the classic protocol. */
    record ClassicSync(SyncGroupRequestData request, ReplyToken<SyncGroupResponseData> token)
            implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.classicSync(this, context);
        }
    }

    /** A Heartbeat of a member that uses the classic protocol. */
    record ClassicHeartbeat(HeartbeatRequestData request, ReplyToken<HeartbeatResponseData> token)
            implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.classicHeartbeat(this, context);
        }
    }

    /** A LeaveGroup, for members of any protocol. */
    record ClassicLeave(LeaveGroupRequestData request, ReplyToken<LeaveGroupResponseData> token)
            implements ConsumerCommand {
        @Override
        public Step accept(Visitor visitor, ConsumerContext context) {
            return visitor.classicLeave(this, context);
        }
    }
}
