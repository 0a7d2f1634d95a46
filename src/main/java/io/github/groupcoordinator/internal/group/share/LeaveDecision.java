package io.github.groupcoordinator.internal.group.share;

import io.github.groupcoordinator.internal.group.MetadataHash;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.TreeSet;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;

/** The departure of a member: by its own will, or because nothing was heard of it. Nobody else is told of it. */
final class LeaveDecision {

    private LeaveDecision() {}

    static Step leave(ShareRoster group, ShareContext context, ShareCommand.Leave leave) {
        String memberId = leave.request().memberId();
        ShareMember member = group.member(memberId);
        if (member == null) {
            return Step.reply(
                    leave.token(),
                    Refusal.unknownMember(group.groupId(), memberId).response());
        }
        return removing(group, context, member, Trigger.MEMBER_LEFT)
                .replyWhenStored(
                        leave.token(),
                        new ShareGroupHeartbeatResponseData()
                                .setMemberId(memberId)
                                .setMemberEpoch(ShareMember.LEAVE_EPOCH))
                .build();
    }

    static Step sessionElapsed(ShareRoster group, ShareContext context, String memberId) {
        ShareMember member = group.member(memberId);
        return member == null
                ? Step.nothing()
                : removing(group, context, member, Trigger.SESSION_TIMEOUT).build();
    }

    private static Step.Builder removing(ShareRoster group, ShareContext context, ShareMember member, Trigger trigger) {
        String groupId = group.groupId();
        String memberId = member.memberId();
        long hash =
                MetadataHash.of(new TreeSet<>(group.subscribers(member, null).keySet()), context.topics());
        return new Step.Builder()
                .append(new ShareGroupRecord.CurrentAssignmentTombstone(groupId, memberId))
                .append(new ShareGroupRecord.TargetAssignmentTombstone(groupId, memberId))
                .append(new ShareGroupRecord.MemberMetadataTombstone(groupId, memberId, trigger))
                .append(new ShareGroupRecord.GroupEpoch(groupId, group.groupEpoch() + 1, hash, member.cause(trigger)))
                .otherwise(error -> new ShareCommand.NotStored(memberId))
                .disarm(TimerKey.shareSession(groupId, memberId));
    }
}
