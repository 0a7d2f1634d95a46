package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.ReconciliationState;

/** The times that members have. */
final class SessionTimers {

    private SessionTimers() {}

    static void armSession(Step.Builder step, String groupId, String memberId, int timeoutMs) {
        step.arm(
                TimerKey.consumerSession(groupId, memberId),
                timeoutMs,
                new ConsumerCommand.TimeElapsed(memberId, Trigger.SESSION_TIMEOUT));
    }

    static void armRebalance(Step.Builder step, String groupId, ConsumerMember member) {
        step.arm(
                TimerKey.consumerRebalance(groupId, member.memberId()),
                member.metadata().rebalanceTimeoutMs(),
                new ConsumerCommand.RebalanceElapsed(member.memberId(), member.memberEpoch()));
    }

    static void disarmAll(Step.Builder step, String groupId, String memberId) {
        step.disarm(TimerKey.consumerSession(groupId, memberId))
                .disarm(TimerKey.consumerRebalance(groupId, memberId))
                .disarm(TimerKey.consumerJoin(groupId, memberId))
                .disarm(TimerKey.consumerSync(groupId, memberId));
    }

    /** Kafka gives members that use the classic protocol the group's session timeout, too, until they are heard of. */
    static Step loaded(ConsumerRoster group, ConsumerContext context) {
        Step.Builder step = new Step.Builder();
        for (ConsumerMember member : group.members()) {
            armSession(
                    step, group.groupId(), member.memberId(), context.config().sessionTimeoutMs());
            if (member.state() == ReconciliationState.UNREVOKED_PARTITIONS) {
                armRebalance(step, group.groupId(), member);
            }
        }
        return step.build();
    }

    /** A member's session is as long as it said in its JoinGroup. */
    static Step upgraded(ConsumerRoster group) {
        Step.Builder step = new Step.Builder();
        for (ConsumerMember member : group.members()) {
            ClassicProtocols classic = member.metadata().classic();
            if (classic != null) {
                armSession(step, group.groupId(), member.memberId(), classic.sessionTimeoutMs());
            }
        }
        return step.build();
    }
}
