package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;

/** The decisions of a share group, one for each command: where each of them is made. */
final class ShareDecisions implements ShareCommand.Visitor {
    private final ShareRoster group;
    private final ShareConfigs configs;

    ShareDecisions(ShareRoster group, ShareConfigs configs) {
        this.group = group;
        this.configs = configs;
    }

    @Override
    public ShareContext surroundings(GroupContext context) {
        return new ShareContext(configs.share(group.groupId()), context);
    }

    @Override
    public Step heartbeat(ShareCommand.Heartbeat command, ShareContext context) {
        return new HeartbeatDecision(group, context, command).decide();
    }

    @Override
    public Step leave(ShareCommand.Leave command, ShareContext context) {
        return LeaveDecision.leave(group, context, command);
    }

    @Override
    public Step sessionElapsed(ShareCommand.SessionElapsed command, ShareContext context) {
        return LeaveDecision.sessionElapsed(group, context, command.memberId());
    }

    @Override
    public Step notStored(ShareCommand.NotStored command, ShareContext context) {
        return new Step.Builder()
                .change(new ShareChange.MemberReverted(group.groupId(), command.memberId()))
                .build();
    }

    /** If that can't be stored, the partitions are to be initialized once more, with the next heartbeat. */
    @Override
    public Step initialized(ShareCommand.Initialized command, ShareContext context) {
        return new Step.Builder()
                .append(group.states().initialized(group.groupId(), command.partitions(), context.shared()))
                .otherwise(error -> new ShareCommand.NotInitialized(command.partitions()))
                .build();
    }

    @Override
    public Step notInitialized(ShareCommand.NotInitialized command, ShareContext context) {
        return group.states().isInitializing()
                ? new Step.Builder()
                        .append(group.states().givenUp(group.groupId(), command.partitions(), context.shared()))
                        .build()
                : Step.nothing();
    }

    @Override
    public Step loaded(ShareCommand.Loaded command, ShareContext context) {
        Step.Builder step =
                new Step.Builder().change(new ShareChange.InitializingSince(group.groupId(), context.nowMs()));
        for (ShareMember member : group.members()) {
            armSession(step, context, group.groupId(), member.memberId());
        }
        return step.build();
    }

    static void armSession(Step.Builder step, ShareContext context, String groupId, String memberId) {
        step.arm(
                TimerKey.shareSession(groupId, memberId),
                context.config().sessionTimeoutMs(),
                new ShareCommand.SessionElapsed(memberId));
    }

    @Override
    public Step unloaded(ShareCommand.Unloaded command, ShareContext context) {
        return Step.nothing();
    }

    @Override
    public Step offsetsArrived(ShareCommand.OffsetsArrived command, ShareContext context) {
        return Step.nothing();
    }
}
