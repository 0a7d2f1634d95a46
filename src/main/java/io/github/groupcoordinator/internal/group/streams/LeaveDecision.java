package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.List;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;

/**
 * The departure of a member: by its own will, because nothing was heard of it, or because it did not give up its tasks
 * in time. The others learn of it with their own heartbeats.
 */
final class LeaveDecision {

    private LeaveDecision() {}

    static Step leave(StreamsRoster group, StreamsCommand.Leave leave) {
        StreamsGroupHeartbeatRequestData request = leave.request();
        String memberId = request.memberId();
        StreamsMember member = group.member(memberId);
        Step.Builder step = new Step.Builder();
        if (request.shutdownApplication()) {
            // Even if it comes from somebody who is not a member.
            step.change(new StreamsChange.ShutdownRequested(group.groupId(), memberId));
        }
        if (member == null) {
            return step.reply(leave.token(), StreamsHeartbeat.refused(HeartbeatCheck.unknownMember(group, memberId)))
                    .build();
        }
        return removing(step, group, member, Trigger.MEMBER_LEFT)
                .replyWhenStored(
                        leave.token(),
                        new StreamsHeartbeat(
                                new StreamsGroupHeartbeatResponseData()
                                        .setMemberId(memberId)
                                        .setMemberEpoch(request.memberEpoch())
                                        .setStatus(List.of()),
                                List.of()))
                .build();
    }

    static Step sessionElapsed(StreamsRoster group, String memberId) {
        StreamsMember member = group.member(memberId);
        return member == null
                ? Step.nothing()
                : removing(new Step.Builder(), group, member, Trigger.SESSION_TIMEOUT)
                        .build();
    }

    static Step rebalanceElapsed(StreamsRoster group, StreamsCommand.RebalanceElapsed elapsed) {
        StreamsMember member = group.member(elapsed.memberId());
        return member == null || member.memberEpoch() != elapsed.memberEpoch()
                ? Step.nothing()
                : removing(new Step.Builder(), group, member, Trigger.REBALANCE_TIMEOUT)
                        .build();
    }

    private static Step.Builder removing(
            Step.Builder step, StreamsRoster group, StreamsMember member, Trigger trigger) {
        String groupId = group.groupId();
        String memberId = member.memberId();
        return step.append(new StreamsGroupRecord.CurrentAssignmentTombstone(groupId, memberId))
                .append(new StreamsGroupRecord.TargetAssignmentTombstone(groupId, memberId))
                .append(new StreamsGroupRecord.MemberMetadataTombstone(groupId, memberId, trigger))
                .append(new StreamsGroupRecord.GroupEpoch(
                        groupId,
                        group.groupEpoch() + 1,
                        group.metadataHash(),
                        group.validatedTopologyEpoch(),
                        group.assignmentConfigs(),
                        member.cause(trigger)))
                .otherwise(error -> new StreamsCommand.NotStored(memberId, null))
                .disarm(TimerKey.streamsSession(groupId, memberId))
                .disarm(TimerKey.streamsRebalance(groupId, memberId));
    }
}
