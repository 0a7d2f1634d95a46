package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerGroupRecord;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import io.github.groupcoordinator.internal.group.consumer.state.Departure;
import io.github.groupcoordinator.internal.group.consumer.state.PartitionEpochs;
import io.github.groupcoordinator.internal.group.consumer.state.Subscriptions;
import java.util.List;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;

/** The departure of members: by their own will, for good or for a while, or because their time is up. */
final class LeaveDecision {

    private LeaveDecision() {}

    static Step leave(ConsumerRoster group, ConsumerContext context, ConsumerCommand.Leave leave) {
        ConsumerGroupHeartbeatRequestData request = leave.request();
        String instanceId = request.instanceId();
        ConsumerMember member = instanceId == null ? group.member(request.memberId()) : group.staticMember(instanceId);
        Refusal refusal = instanceId == null || member == null
                ? null
                : Identity.checkHolder(group, instanceId, request.memberId());
        if (member == null || refusal != null) {
            String who = instanceId == null ? "member " + request.memberId() : "member with instance id " + instanceId;
            Refusal why = refusal == null ? Identity.unknown(group, who) : refusal;
            return Step.reply(
                    leave.token(),
                    new ConsumerGroupHeartbeatResponseData()
                            .setErrorCode(why.error().code())
                            .setErrorMessage(why.message()));
        }
        Step.Builder step = new Step.Builder();
        boolean willBeBack = instanceId != null && request.memberEpoch() == ConsumerMember.STATIC_LEAVE_EPOCH;
        if (willBeBack) {
            // Its session goes on; what it had counts as assigned since ever when it comes back under another id.
            step.append(ConsumerGroupRecord.CurrentAssignment.of(
                    group.groupId(),
                    member.withEpochs(ConsumerMember.STATIC_LEAVE_EPOCH, member.previousMemberEpoch())
                            .with(member.assigned().withEpoch(0), PartitionEpochs.none())));
        } else {
            remove(group, context, List.of(member), Trigger.MEMBER_LEFT, step);
        }
        return step.replyWhenStored(
                        leave.token(),
                        new ConsumerGroupHeartbeatResponseData()
                                .setMemberId(member.memberId())
                                .setMemberEpoch(request.memberEpoch()))
                .build();
    }

    static Step elapsed(ConsumerRoster group, ConsumerContext context, String memberId, Trigger trigger) {
        ConsumerMember member = group.member(memberId);
        Step.Builder step = new Step.Builder();
        if (member != null) {
            remove(group, context, List.of(member), trigger, step);
        }
        return step.build();
    }

    static Step rebalanceElapsed(
            ConsumerRoster group, ConsumerContext context, ConsumerCommand.RebalanceElapsed elapsed) {
        ConsumerMember member = group.member(elapsed.memberId());
        boolean hasLeftEpoch = member == null || member.memberEpoch() != elapsed.memberEpoch();
        return hasLeftEpoch ? Step.nothing() : elapsed(group, context, elapsed.memberId(), Trigger.REBALANCE_TIMEOUT);
    }

    /** Adds what removes members, who are in the group, and begins another epoch. */
    static void remove(
            ConsumerRoster group,
            ConsumerContext context,
            List<ConsumerMember> members,
            Trigger trigger,
            Step.Builder step) {
        if (members.isEmpty()) {
            return;
        }
        Cause cause = members.get(0).cause(trigger);
        if (ClassicMembers.isClassicWithout(group, members, context)) {
            step.convert(new Downgrade(members, null, true, cause));
            return;
        }
        String groupId = group.groupId();
        Subscriptions left = group.subscriptions().copy();
        for (ConsumerMember member : members) {
            Identity.remove(groupId, member.memberId(), Departure.of(trigger), step);
            left.replace(member, null);
        }
        for (String regex : group.subscriptions().regexes()) {
            if (left.membersWith(regex) == 0) {
                step.append(new ConsumerGroupRecord.RegexTombstone(groupId, regex));
                left.forget(regex);
            }
        }
        step.append(new ConsumerGroupRecord.GroupEpoch(
                groupId, group.groupEpoch() + 1, left.metadataHash(context.topics()), cause));
        for (ConsumerMember member : members) {
            SessionTimers.disarmAll(step, groupId, member.memberId());
        }
    }
}
