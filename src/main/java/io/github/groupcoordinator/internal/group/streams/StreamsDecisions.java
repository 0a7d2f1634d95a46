package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.GroupContext;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.streams.topology.ConfiguredTopology;
import java.util.ArrayList;
import java.util.List;

/** The decisions of a streams group, one for each command: where each of them is made. */
final class StreamsDecisions implements StreamsCommand.Visitor {
    private final StreamsRoster group;
    private final StreamsConfigs configs;

    StreamsDecisions(StreamsRoster group, StreamsConfigs configs) {
        this.group = group;
        this.configs = configs;
    }

    @Override
    public StreamsContext surroundings(GroupContext context) {
        return new StreamsContext(configs.streams(group.groupId()), context);
    }

    @Override
    public Step heartbeat(StreamsCommand.Heartbeat command, StreamsContext context) {
        return new HeartbeatDecision(group, context, command).decide();
    }

    @Override
    public Step leave(StreamsCommand.Leave command, StreamsContext context) {
        return LeaveDecision.leave(group, command);
    }

    @Override
    public Step sessionElapsed(StreamsCommand.SessionElapsed command, StreamsContext context) {
        return LeaveDecision.sessionElapsed(group, command.memberId());
    }

    @Override
    public Step rebalanceElapsed(StreamsCommand.RebalanceElapsed command, StreamsContext context) {
        return LeaveDecision.rebalanceElapsed(group, command);
    }

    /**
     * Computes the target that members were told to wait for. Nothing happens if all are gone, if somebody was faster,
     * or if nobody has looked at the topics since the group was made or loaded.
     */
    @Override
    public Step initialDelayElapsed(StreamsCommand.InitialDelayElapsed command, StreamsContext context) {
        ConfiguredTopology topology = group.configured();
        TargetDecision target = new TargetDecision(group, context, null);
        if (group.isEmpty() || topology == null || !target.mayCompute(group.groupEpoch())) {
            return Step.nothing();
        }
        List<StreamsGroupRecord> records = new ArrayList<>();
        target.compute(
                group.groupEpoch(), topology, StreamsConfig.numStandbyReplicas(group.assignmentConfigs()), records);
        Step.Builder step = new Step.Builder();
        records.forEach(step::append);
        return step.build();
    }

    @Override
    public Step notStored(StreamsCommand.NotStored command, StreamsContext context) {
        return new Step.Builder()
                .change(new StreamsChange.MemberReverted(group.groupId(), command.memberId(), command.after()))
                .build();
    }

    @Override
    public Step loaded(StreamsCommand.Loaded command, StreamsContext context) {
        Step.Builder step = new Step.Builder();
        for (StreamsMember member : group.members()) {
            armSession(step, context, group.groupId(), member.memberId());
            if (member.state() == StreamsMemberState.UNREVOKED_TASKS) {
                armRebalance(step, group.groupId(), member);
            }
        }
        return step.build();
    }

    static void armSession(Step.Builder step, StreamsContext context, String groupId, String memberId) {
        step.arm(
                TimerKey.streamsSession(groupId, memberId),
                context.config().sessionTimeoutMs(),
                new StreamsCommand.SessionElapsed(memberId));
    }

    static void armRebalance(Step.Builder step, String groupId, StreamsMember member) {
        step.arm(
                TimerKey.streamsRebalance(groupId, member.memberId()),
                member.metadata().rebalanceTimeoutMs(),
                new StreamsCommand.RebalanceElapsed(member.memberId(), member.memberEpoch()));
    }

    @Override
    public Step unloaded(StreamsCommand.Unloaded command, StreamsContext context) {
        return Step.nothing();
    }

    @Override
    public Step offsetsArrived(StreamsCommand.OffsetsArrived command, StreamsContext context) {
        return Step.nothing();
    }
}
