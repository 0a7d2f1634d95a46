package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.ConsumerMember;
import io.github.groupcoordinator.internal.group.ConsumerMemberMetadata.ClassicProtocols;
import io.github.groupcoordinator.internal.group.ReconciliationState;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;

/** The times that members have. */
final class SessionTimers {

    private SessionTimers() {}

    static void armSession(ConsumerStep.Builder step, String groupId, String memberId, int timeoutMs) {
        step.arm(
                TimerKey.consumerSession(groupId, memberId),
                timeoutMs,
                new ConsumerCommand.TimeElapsed(memberId, Trigger.SESSION_TIMEOUT));
    }

    static void armRebalance(ConsumerStep.Builder step, String groupId, ConsumerMember member) {
        step.arm(
                TimerKey.consumerRebalance(groupId, member.memberId()),
                member.metadata().rebalanceTimeoutMs(),
                new ConsumerCommand.RebalanceElapsed(member.memberId(), member.memberEpoch()));
    }

    static void disarmAll(ConsumerStep.Builder step, String groupId, String memberId) {
        step.disarm(TimerKey.consumerSession(groupId, memberId))
                .disarm(TimerKey.consumerRebalance(groupId, memberId))
                .disarm(TimerKey.consumerJoin(groupId, memberId))
                .disarm(TimerKey.consumerSync(groupId, memberId));
    }

    /** Kafka gives members that use the classic protocol the group's session timeout, too, until they are heard of. */
    static ConsumerStep loaded(ConsumerGroup group, ConsumerContext context) {
        ConsumerStep.Builder step = new ConsumerStep.Builder();
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
    static ConsumerStep upgraded(ConsumerGroup group) {
        ConsumerStep.Builder step = new ConsumerStep.Builder();
        for (ConsumerMember member : group.members()) {
            ClassicProtocols classic = member.metadata().classic();
            if (classic != null) {
                armSession(step, group.groupId(), member.memberId(), classic.sessionTimeoutMs());
            }
        }
        return step.build();
    }
}
