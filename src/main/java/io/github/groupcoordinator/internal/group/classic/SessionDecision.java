package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ClassicMember;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Transition;
import io.github.groupcoordinator.internal.group.Trigger;
import io.github.groupcoordinator.internal.group.VolatileRecord;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** What keeps a member's session alive, and what happens when nothing does. */
final class SessionDecision {

    private SessionDecision() {}

    static Transition heartbeat(ClassicGroup group, ClassicCommand.Heartbeat heartbeat) {
        HeartbeatRequestData request = heartbeat.request();
        if (group.state() == ClassicState.DEAD) {
            return reply(heartbeat, Errors.COORDINATOR_NOT_AVAILABLE);
        }
        ClassicMember member = group.member(request.memberId());
        Errors error = Membership.check(group, request.memberId(), member, request.groupInstanceId());
        if (error != Errors.NONE || member == null) {
            return reply(heartbeat, error);
        }
        if (request.generationId() != group.generationId()) {
            return reply(heartbeat, Errors.ILLEGAL_GENERATION);
        }
        return switch (group.state()) {
            case EMPTY, DEAD -> reply(heartbeat, Errors.UNKNOWN_MEMBER_ID);
            case PREPARING_REBALANCE ->
                renew(group, member)
                        .reply(heartbeat.token(), response(Errors.REBALANCE_IN_PROGRESS))
                        .build();
            // Consumers send heartbeats as soon as they have joined, before the assignment is there.
            case COMPLETING_REBALANCE, STABLE ->
                renew(group, member)
                        .reply(heartbeat.token(), response(Errors.NONE))
                        .build();
        };
    }

    static Transition offsetsArrived(ClassicGroup group, String memberId) {
        ClassicMember member = group.member(memberId);
        return switch (group.state()) {
            case STABLE, PREPARING_REBALANCE ->
                member == null ? Transition.nothing() : renew(group, member).build();
            case EMPTY, COMPLETING_REBALANCE, DEAD -> Transition.nothing();
        };
    }

    private static Transition.Builder renew(ClassicGroup group, ClassicMember member) {
        return new Transition.Builder()
                .arm(
                        TimerKey.session(group.groupId(), member.memberId()),
                        member.sessionTimeoutMs(),
                        new ClassicCommand.SessionElapsed(member.memberId()));
    }

    private static Transition reply(ClassicCommand.Heartbeat heartbeat, Errors error) {
        return Transition.reply(heartbeat.token(), response(error));
    }

    private static HeartbeatResponseData response(Errors error) {
        return new HeartbeatResponseData().setErrorCode(error.code());
    }

    static Transition elapsed(ClassicGroup group, String memberId) {
        if (group.state() == ClassicState.DEAD) {
            return Transition.nothing();
        }
        if (group.isPending(memberId)) {
            return new Transition.Builder()
                    .change(new VolatileRecord.PendingMemberRemoved(group.groupId(), memberId))
                    .next(new ClassicCommand.CompleteJoinIfAllJoined())
                    .build();
        }
        ClassicMember member = group.member(memberId);
        if (member == null || group.isExcused(memberId)) {
            return Transition.nothing();
        }
        Transition.Builder decision = new Transition.Builder();
        ReplyToken<JoinGroupResponseData> parked = group.parkedJoin(memberId);
        if (parked != null) {
            decision.reply(parked, Replies.forgotten());
        }
        decision.change(new VolatileRecord.MemberRemoved(group.groupId(), memberId, Trigger.SESSION_TIMEOUT, null));
        return switch (group.state()) {
            case STABLE, COMPLETING_REBALANCE ->
                decision.next(new ClassicCommand.Rebalance(Cause.of(Trigger.SESSION_TIMEOUT, member)))
                        .build();
            case PREPARING_REBALANCE ->
                decision.next(new ClassicCommand.CompleteJoinIfAllJoined()).build();
            case EMPTY, DEAD -> decision.build();
        };
    }
}
