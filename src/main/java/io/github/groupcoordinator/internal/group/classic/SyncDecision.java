package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The decision upon a SyncGroup: the leader brings the assignment, and the others fetch theirs. */
final class SyncDecision {

    private SyncDecision() {}

    static Step sync(ClassicRoster group, ClassicCommand.Sync sync) {
        String memberId = sync.request().memberId();
        ClassicMember member = group.member(memberId);
        Errors error = check(group, sync.request(), member);
        if (error != Errors.NONE || member == null) {
            return Step.reply(sync.token(), Replies.syncError(error));
        }
        return switch (group.state()) {
            case EMPTY, DEAD -> Step.reply(sync.token(), Replies.syncError(Errors.UNKNOWN_MEMBER_ID));
            case PREPARING_REBALANCE -> Step.reply(sync.token(), Replies.syncError(Errors.REBALANCE_IN_PROGRESS));
            case COMPLETING_REBALANCE -> park(group, sync, member);
            case STABLE ->
                received(group, memberId)
                        .reply(sync.token(), assigned(group, member.assignment()))
                        .build();
        };
    }

    private static Errors check(ClassicRoster group, SyncGroupRequestData request, @Nullable ClassicMember member) {
        if (group.state() == ClassicState.DEAD) {
            return Errors.COORDINATOR_NOT_AVAILABLE;
        }
        Errors error = Membership.check(group, request.memberId(), member, request.groupInstanceId());
        if (error != Errors.NONE) {
            return error;
        }
        if (request.generationId() != group.generationId()) {
            return Errors.ILLEGAL_GENERATION;
        }
        return isInconsistent(request.protocolType(), group.protocolType())
                        || isInconsistent(request.protocolName(), group.protocolName())
                ? Errors.INCONSISTENT_GROUP_PROTOCOL
                : Errors.NONE;
    }

    private static boolean isInconsistent(@Nullable String requested, @Nullable String agreed) {
        return requested != null && agreed != null && !agreed.equals(requested);
    }

    private static Step park(ClassicRoster group, ClassicCommand.Sync sync, ClassicMember member) {
        Step.Builder decision = received(group, member.memberId())
                .change(new ClassicChange.SyncParked(group.groupId(), member.memberId(), sync.token()));
        if (group.isLeader(member.memberId())) {
            Map<String, byte[]> assignment = new LinkedHashMap<>();
            for (SyncGroupRequestAssignment each : sync.request().assignments()) {
                assignment.put(each.memberId(), each.assignment());
            }
            decision.next(new ClassicCommand.StoreAssignment(
                    group.generationId(), member.cause(Trigger.ASSIGNMENT_NOT_STORED), assignment));
        }
        return decision.build();
    }

    private static Step.Builder received(ClassicRoster group, String memberId) {
        Step.Builder decision = new Step.Builder().change(new ClassicChange.SyncReceived(group.groupId(), memberId));
        boolean isLast = group.pendingSyncs().isEmpty()
                || group.pendingSyncs().size() == 1 && group.pendingSyncs().contains(memberId);
        return isLast ? decision.disarm(TimerKey.sync(group.groupId())) : decision;
    }

    private static SyncGroupResponseData assigned(ClassicRoster group, byte[] assignment) {
        return new SyncGroupResponseData()
                .setProtocolType(group.protocolType())
                .setProtocolName(group.protocolName())
                .setAssignment(assignment);
    }

    /** A member whom the leader forgot is assigned nothing; one whom the leader made up is ignored. */
    static Step store(ClassicRoster group, ClassicCommand.StoreAssignment command) {
        List<ClassicMember> assigned = new ArrayList<>();
        for (ClassicMember member : group.members()) {
            byte[] assignment = command.assignment().get(member.memberId());
            assigned.add(member.withAssignment(assignment == null ? ClassicMember.noAssignment() : assignment));
        }
        return new Step.Builder()
                .append(RebalanceDecision.metadata(group, assigned))
                .otherwise(error ->
                        new ClassicCommand.AssignmentNotStored(command.generationId(), command.leader(), error))
                .next(new ClassicCommand.AssignmentStored(assigned))
                .build();
    }

    static Step stored(ClassicRoster group, List<ClassicMember> assigned, long nowMs) {
        Step.Builder decision =
                new Step.Builder().change(new ClassicChange.AssignmentStored(group.groupId(), assigned, nowMs));
        for (ClassicMember member : assigned) {
            ReplyToken<SyncGroupResponseData> parked = group.parkedSync(member.memberId());
            if (parked != null) {
                decision.reply(parked, assigned(group, member.assignment()))
                        .arm(
                                TimerKey.session(group.groupId(), member.memberId()),
                                member.sessionTimeoutMs(),
                                new ClassicCommand.SessionElapsed(member.memberId()));
            }
        }
        return decision.build();
    }

    static Step notStored(ClassicRoster group, ClassicCommand.AssignmentNotStored command) {
        if (group.state() != ClassicState.COMPLETING_REBALANCE || group.generationId() != command.generationId()) {
            return Step.nothing();
        }
        Step.Builder decision = new Step.Builder();
        RebalanceDecision.dropAssignment(group, command.error(), decision);
        return decision.next(new ClassicCommand.Rebalance(command.leader())).build();
    }

    static Step elapsed(ClassicRoster group, int generationId) {
        boolean isAwaited =
                switch (group.state()) {
                    case COMPLETING_REBALANCE, STABLE ->
                        generationId == group.generationId()
                                && !group.pendingSyncs().isEmpty();
                    case EMPTY, PREPARING_REBALANCE, DEAD -> false;
                };
        if (!isAwaited) {
            return Step.nothing();
        }
        Step.Builder decision = new Step.Builder();
        Cause cause = null;
        for (String memberId : group.pendingSyncs()) {
            decision.change(new ClassicChange.MemberRemoved(group.groupId(), memberId, Trigger.SYNC_TIMEOUT, null))
                    .disarm(TimerKey.session(group.groupId(), memberId));
            if (cause == null) {
                ClassicMember member = group.member(memberId);
                // The id of a static member that was replaced meanwhile is still awaited, in Kafka too.
                cause = member == null
                        ? new Cause(Trigger.SYNC_TIMEOUT, memberId, "", null)
                        : member.cause(Trigger.SYNC_TIMEOUT);
            }
        }
        return cause == null
                ? Step.nothing()
                : decision.next(new ClassicCommand.PrepareRebalance(cause)).build();
    }
}
