package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** The decisions on a member's session: what keeps it alive, and what happens when nothing does. */
final class SessionDecision {

    private SessionDecision() {}

    static Step heartbeat(ClassicRoster group, ClassicCommand.Heartbeat heartbeat) {
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

    static Step offsetsArrived(ClassicRoster group, String memberId) {
        ClassicMember member = group.member(memberId);
        return switch (group.state()) {
            case STABLE, PREPARING_REBALANCE ->
                member == null ? Step.nothing() : renew(group, member).build();
            case EMPTY, COMPLETING_REBALANCE, DEAD -> Step.nothing();
        };
    }

    private static Step.Builder renew(ClassicRoster group, ClassicMember member) {
        return new Step.Builder()
                .arm(
                        TimerKey.session(group.groupId(), member.memberId()),
                        member.sessionTimeoutMs(),
                        new ClassicCommand.SessionElapsed(member.memberId()));
    }

    private static Step reply(ClassicCommand.Heartbeat heartbeat, Errors error) {
        return Step.reply(heartbeat.token(), response(error));
    }

    private static HeartbeatResponseData response(Errors error) {
        return new HeartbeatResponseData().setErrorCode(error.code());
    }

    static Step elapsed(ClassicRoster group, String memberId) {
        if (group.state() == ClassicState.DEAD) {
            return Step.nothing();
        }
        if (group.isPending(memberId)) {
            return new Step.Builder()
                    .change(new ClassicChange.PendingMemberRemoved(group.groupId(), memberId))
                    .next(new ClassicCommand.CompleteJoinIfAllJoined())
                    .build();
        }
        ClassicMember member = group.member(memberId);
        if (member == null || group.isExcused(memberId)) {
            return Step.nothing();
        }
        Step.Builder decision = new Step.Builder();
        ReplyToken<JoinGroupResponseData> parked = group.parkedJoin(memberId);
        if (parked != null) {
            decision.reply(parked, Replies.forgotten());
        }
        decision.change(new ClassicChange.MemberRemoved(group.groupId(), memberId, Trigger.SESSION_TIMEOUT, null));
        return switch (group.state()) {
            case STABLE, COMPLETING_REBALANCE ->
                decision.next(new ClassicCommand.Rebalance(member.cause(Trigger.SESSION_TIMEOUT)))
                        .build();
            case PREPARING_REBALANCE ->
                decision.next(new ClassicCommand.CompleteJoinIfAllJoined()).build();
            case EMPTY, DEAD -> decision.build();
        };
    }
}
