package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The decision upon a LeaveGroup. v3: several members at once; v5: with a reason (KIP-800). */
final class LeaveDecision {
    private final ClassicRoster group;
    private final Step.Builder decision = new Step.Builder();
    private final Set<String> gone = new TreeSet<>();
    private @Nullable Cause cause;

    private LeaveDecision(ClassicRoster group) {
        this.group = group;
    }

    static Step leave(ClassicRoster group, ClassicCommand.Leave leave) {
        if (group.state() == ClassicState.DEAD) {
            return Step.reply(
                    leave.token(), new LeaveGroupResponseData().setErrorCode(Errors.COORDINATOR_NOT_AVAILABLE.code()));
        }
        return new LeaveDecision(group).decide(leave);
    }

    private Step decide(ClassicCommand.Leave leave) {
        List<MemberResponse> responses = new ArrayList<>();
        for (MemberIdentity identity : leave.request().members()) {
            responses.add(new MemberResponse()
                    .setMemberId(identity.memberId())
                    .setGroupInstanceId(identity.groupInstanceId())
                    .setErrorCode(leave(identity).code()));
        }
        Cause first = cause;
        if (first != null) {
            switch (group.state()) {
                case STABLE, COMPLETING_REBALANCE -> decision.next(new ClassicCommand.Rebalance(first));
                case PREPARING_REBALANCE -> decision.next(new ClassicCommand.CompleteJoinIfReady());
                case EMPTY, DEAD -> {
                    // Only holders of ids can leave an empty group; nobody waits for them.
                }
            }
        }
        return decision.replyWhenStored(leave.token(), new LeaveGroupResponseData().setMembers(responses))
                .build();
    }

    private Errors leave(MemberIdentity identity) {
        String memberId = identity.memberId();
        String groupInstanceId = identity.groupInstanceId();
        if (memberId.isEmpty()) {
            // An administrator names static members by their instance id only.
            String holder = groupInstanceId == null ? null : group.staticMemberId(groupInstanceId);
            return holder == null
                    ? Errors.UNKNOWN_MEMBER_ID
                    : remove(holder, Trigger.MEMBER_REMOVED_BY_ADMIN, identity);
        }
        if (group.isPending(memberId) && gone.add(memberId)) {
            decision.change(new ClassicChange.PendingMemberRemoved(group.groupId(), memberId))
                    .disarm(TimerKey.session(group.groupId(), memberId));
            blame(new Cause(Trigger.MEMBER_LEFT, memberId, "", null));
            return Errors.NONE;
        }
        // A static member that has left earlier in this request has set its instance id free.
        String holder = groupInstanceId == null ? null : group.staticMemberId(groupInstanceId);
        if (holder != null && gone.contains(holder)) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        Errors error = Membership.check(group, memberId, groupInstanceId);
        return error == Errors.NONE ? remove(memberId, Trigger.MEMBER_LEFT, identity) : error;
    }

    private Errors remove(String memberId, Trigger trigger, MemberIdentity identity) {
        ClassicMember member = group.member(memberId);
        if (member == null || !gone.add(memberId)) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        ReplyToken<JoinGroupResponseData> parked = group.parkedJoin(memberId);
        if (parked != null) {
            decision.reply(parked, Replies.forgotten());
        }
        decision.disarm(TimerKey.session(group.groupId(), memberId))
                .change(new ClassicChange.MemberRemoved(group.groupId(), memberId, trigger, identity.reason()));
        blame(member.cause(trigger));
        return Errors.NONE;
    }

    private void blame(Cause candidate) {
        if (cause == null) {
            cause = candidate;
        }
    }
}
