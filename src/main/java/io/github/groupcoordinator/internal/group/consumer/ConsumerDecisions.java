package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;

/** The decisions of a consumer-protocol group, one for each command: where each of them is made. */
final class ConsumerDecisions implements ConsumerCommand.Visitor {
    private final ConsumerRoster group;
    private final ConsumerConfigs configs;

    ConsumerDecisions(ConsumerRoster group, ConsumerConfigs configs) {
        this.group = group;
        this.configs = configs;
    }

    @Override
    public ConsumerContext surroundings(GroupContext context) {
        return new ConsumerContext(configs.consumer(group.groupId()), context);
    }

    @Override
    public Step heartbeat(ConsumerCommand.Heartbeat command, ConsumerContext context) {
        return new HeartbeatDecision(group, context, command).decide();
    }

    @Override
    public Step leave(ConsumerCommand.Leave command, ConsumerContext context) {
        return LeaveDecision.leave(group, context, command);
    }

    @Override
    public Step timeElapsed(ConsumerCommand.TimeElapsed command, ConsumerContext context) {
        return LeaveDecision.elapsed(group, context, command.memberId(), command.trigger());
    }

    @Override
    public Step rebalanceElapsed(ConsumerCommand.RebalanceElapsed command, ConsumerContext context) {
        return LeaveDecision.rebalanceElapsed(group, context, command);
    }

    @Override
    public Step resolveRegexes(ConsumerCommand.ResolveRegexes command, ConsumerContext context) {
        return RegexDecision.resolve(group, context, command.regexes());
    }

    @Override
    public Step loaded(ConsumerCommand.Loaded command, ConsumerContext context) {
        return SessionTimers.loaded(group, context);
    }

    @Override
    public Step upgraded(ConsumerCommand.Upgraded command, ConsumerContext context) {
        return SessionTimers.upgraded(group);
    }

    @Override
    public Step classicJoin(ConsumerCommand.ClassicJoin command, ConsumerContext context) {
        return new ClassicJoinDecision(group, context, command).decide();
    }

    @Override
    public Step classicSync(ConsumerCommand.ClassicSync command, ConsumerContext context) {
        return ClassicMemberDecision.sync(group, context, command);
    }

    @Override
    public Step classicHeartbeat(ConsumerCommand.ClassicHeartbeat command, ConsumerContext context) {
        return ClassicMemberDecision.heartbeat(group, context, command);
    }

    @Override
    public Step classicLeave(ConsumerCommand.ClassicLeave command, ConsumerContext context) {
        return ClassicMemberDecision.leave(group, context, command);
    }

    @Override
    public Step offsetsArrived(ConsumerCommand.OffsetsArrived command, ConsumerContext context) {
        return Step.nothing();
    }

    @Override
    public Step unloaded(ConsumerCommand.Unloaded command, ConsumerContext context) {
        return Step.nothing();
    }
}
