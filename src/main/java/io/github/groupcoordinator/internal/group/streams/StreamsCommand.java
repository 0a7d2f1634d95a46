package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.Step;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.jspecify.annotations.Nullable;

/** The commands of the streams protocol: requests and timers. */
public sealed interface StreamsCommand extends GroupCommand {

    /** Hands the command to the method for its kind. */
    Step accept(Visitor visitor, StreamsContext context);

    @Override
    default Step accept(GroupCommand.Visitor visitor, GroupContext context) {
        Visitor decisions = (Visitor) visitor;
        return accept(decisions, decisions.surroundings(context));
    }

    /** One method for each kind of command, which decides it. */
    interface Visitor extends GroupCommand.Visitor {
        /** Returns what the decisions look at, beside the state of the group. */
        StreamsContext surroundings(GroupContext context);

        Step heartbeat(Heartbeat command, StreamsContext context);

        Step leave(Leave command, StreamsContext context);

        Step sessionElapsed(SessionElapsed command, StreamsContext context);

        Step rebalanceElapsed(RebalanceElapsed command, StreamsContext context);

        Step initialDelayElapsed(InitialDelayElapsed command, StreamsContext context);

        Step notStored(NotStored command, StreamsContext context);

        Step loaded(Loaded command, StreamsContext context);

        Step unloaded(Unloaded command, StreamsContext context);

        Step offsetsArrived(OffsetsArrived command, StreamsContext context);
    }

    /**
     * A StreamsGroupHeartbeat of a member that joins or stays.
     *
     * @param isNameTaken whether there is a group under the name already, of whatever protocol
     */
    record Heartbeat(
            RequestContext from,
            StreamsGroupHeartbeatRequestData request,
            boolean isNameTaken,
            ReplyToken<StreamsHeartbeat> token)
            implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.heartbeat(this, context);
        }
    }

    /** A StreamsGroupHeartbeat of a member that leaves. */
    record Leave(StreamsGroupHeartbeatRequestData request, ReplyToken<StreamsHeartbeat> token)
            implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.leave(this, context);
        }
    }

    /** Nothing was heard of a member for its session timeout. */
    record SessionElapsed(String memberId) implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.sessionElapsed(this, context);
        }

        @Override
        public boolean isRetried() {
            return true;
        }
    }

    /** A member has had its time to give tasks up in an epoch. */
    record RebalanceElapsed(String memberId, int memberEpoch) implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.rebalanceElapsed(this, context);
        }

        @Override
        public boolean isRetried() {
            return true;
        }
    }

    /** The members that join first have been waited for. */
    record InitialDelayElapsed() implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.initialDelayElapsed(this, context);
        }
    }

    /**
     * The failure to store what was decided about a member.
     *
     * @param after the member as it would be, or null if it would be gone
     */
    record NotStored(String memberId, @Nullable StreamsMember after) implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.notStored(this, context);
        }
    }

    /** The group was read from the log: its members' sessions begin anew. */
    record Loaded() implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.loaded(this, context);
        }
    }

    /** The coordinator gives the group up: nobody is parked in it. */
    record Unloaded() implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.unloaded(this, context);
        }
    }

    /** Offsets were committed, which does not extend anybody's session. */
    record OffsetsArrived() implements StreamsCommand {
        @Override
        public Step accept(Visitor visitor, StreamsContext context) {
            return visitor.offsetsArrived(this, context);
        }
    }
}
