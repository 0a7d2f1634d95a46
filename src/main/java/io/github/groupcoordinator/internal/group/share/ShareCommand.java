package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.Step;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;

/** The commands of the share protocol: requests, timers, and answers of the share coordinator. */
public sealed interface ShareCommand extends GroupCommand {

    /** Hands the command to the method for its kind. */
    Step accept(Visitor visitor, ShareContext context);

    @Override
    default Step accept(GroupCommand.Visitor visitor, GroupContext context) {
        Visitor decisions = (Visitor) visitor;
        return accept(decisions, decisions.surroundings(context));
    }

    /** One method for each kind of command, which decides it. */
    interface Visitor extends GroupCommand.Visitor {
        /** Returns what the decisions look at, beside the state of the group. */
        ShareContext surroundings(GroupContext context);

        Step heartbeat(Heartbeat command, ShareContext context);

        Step leave(Leave command, ShareContext context);

        Step sessionElapsed(SessionElapsed command, ShareContext context);

        Step notStored(NotStored command, ShareContext context);

        Step initialized(Initialized command, ShareContext context);

        Step notInitialized(NotInitialized command, ShareContext context);

        Step loaded(Loaded command, ShareContext context);

        Step unloaded(Unloaded command, ShareContext context);

        Step offsetsArrived(OffsetsArrived command, ShareContext context);
    }

    /** A ShareGroupHeartbeat of a member that joins or stays. */
    record Heartbeat(
            RequestContext from,
            ShareGroupHeartbeatRequestData request,
            ReplyToken<ShareGroupHeartbeatResponseData> token)
            implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.heartbeat(this, context);
        }
    }

    /** A ShareGroupHeartbeat of a member that leaves. */
    record Leave(ShareGroupHeartbeatRequestData request, ReplyToken<ShareGroupHeartbeatResponseData> token)
            implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.leave(this, context);
        }
    }

    /** Nothing was heard of a member for its session timeout. */
    record SessionElapsed(String memberId) implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.sessionElapsed(this, context);
        }

        @Override
        public boolean isRetried() {
            return true;
        }
    }

    /** The failure to store what was decided about a member. */
    record NotStored(String memberId) implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.notStored(this, context);
        }
    }

    /** The share coordinator has initialized the state of all share-partitions that it was asked for. */
    record Initialized(SortedMap<Uuid, SortedSet<Integer>> partitions) implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.initialized(this, context);
        }
    }

    /** The share coordinator has failed for one of the share-partitions at least. */
    record NotInitialized(SortedMap<Uuid, SortedSet<Integer>> partitions) implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.notInitialized(this, context);
        }
    }

    /** The group was read from the log: its members' sessions begin anew, and so do initializations. */
    record Loaded() implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.loaded(this, context);
        }
    }

    /** The coordinator gives the group up: nobody is parked in it. */
    record Unloaded() implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.unloaded(this, context);
        }
    }

    /** Offsets were committed, which nobody does to a share group. */
    record OffsetsArrived() implements ShareCommand {
        @Override
        public Step accept(Visitor visitor, ShareContext context) {
            return visitor.offsetsArrived(this, context);
        }
    }
}
