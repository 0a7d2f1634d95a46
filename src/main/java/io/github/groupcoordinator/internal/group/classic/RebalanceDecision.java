package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.Cause;
import io.github.groupcoordinator.internal.group.ReplyToken;
import io.github.groupcoordinator.internal.group.Step;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.group.Trigger;
import java.util.List;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The course of a rebalance: it is prepared, members join, a generation begins. */
final class RebalanceDecision {

    private RebalanceDecision() {}

    static Step prepare(ClassicRoster group, Cause cause, long nowMs) {
        String groupId = group.groupId();
        boolean isInitial = group.isEmpty();
        Step.Builder decision = new Step.Builder();
        if (group.state() == ClassicState.COMPLETING_REBALANCE) {
            dropAssignment(group, Errors.REBALANCE_IN_PROGRESS, decision);
        }
        decision.change(new ClassicChange.SyncsForgotten(groupId)).disarm(TimerKey.sync(groupId));
        if (isInitial) {
            // The group is new: give others time to come too. How much is fixed by the first one's rebalance timeout.
            int delayMs = group.config().initialRebalanceDelayMs();
            int remainingMs = Math.max(group.rebalanceTimeoutMs() - delayMs, 0);
            decision.arm(TimerKey.join(groupId), delayMs, new ClassicCommand.InitialDelayElapsed(delayMs, remainingMs));
        }
        decision.change(new ClassicChange.RebalancePrepared(groupId, cause, nowMs));
        if (!isInitial) {
            decision.next(new ClassicCommand.AwaitJoins());
        }
        return decision.build();
    }

    /** Answers parked SyncGroups with an error, and gives those members their session back. */
    static void dropAssignment(ClassicRoster group, Errors error, Step.Builder decision) {
        for (ClassicMember member : group.members()) {
            ReplyToken<SyncGroupResponseData> parked = group.parkedSync(member.memberId());
            if (parked != null) {
                decision.reply(
                        parked, Replies.syncError(error).setProtocolName(null).setProtocolType(null));
                decision.arm(
                        TimerKey.session(group.groupId(), member.memberId()),
                        member.sessionTimeoutMs(),
                        new ClassicCommand.SessionElapsed(member.memberId()));
            }
        }
        decision.change(new ClassicChange.AssignmentDropped(group.groupId()));
    }

    static Step awaitJoins(ClassicRoster group) {
        return group.hasEverybodyJoined()
                ? Step.next(new ClassicCommand.CompleteJoin())
                : new Step.Builder()
                        .arm(
                                TimerKey.join(group.groupId()),
                                group.rebalanceTimeoutMs(),
                                new ClassicCommand.CompleteJoin())
                        .build();
    }

    static Step initialDelayElapsed(ClassicRoster group, ClassicCommand.InitialDelayElapsed elapsed) {
        if (!group.newMemberNoticed() || elapsed.remainingMs() == 0) {
            return Step.next(new ClassicCommand.CompleteJoin());
        }
        int delayMs = Math.min(group.config().initialRebalanceDelayMs(), elapsed.remainingMs());
        int remainingMs = Math.max(elapsed.remainingMs() - elapsed.delayMs(), 0);
        return new Step.Builder()
                .change(new ClassicChange.NewMemberNoticed(group.groupId(), false))
                .arm(
                        TimerKey.join(group.groupId()),
                        delayMs,
                        new ClassicCommand.InitialDelayElapsed(delayMs, remainingMs))
                .build();
    }

    /** Goes on if a rebalance, not the initial one, is being prepared and everyone has joined. */
    static Step completeIfReady(ClassicRoster group) {
        return group.isPreparingInitialRebalance() ? Step.nothing() : completeIfAllJoined(group);
    }

    /** Goes on if a rebalance, also the initial one, is being prepared and everyone has joined. */
    static Step completeIfAllJoined(ClassicRoster group) {
        return group.isReadyToComplete() ? Step.next(new ClassicCommand.CompleteJoin()) : Step.nothing();
    }

    /** Static members who have not joined stay: they may come back within their session. */
    static Step completeJoin(ClassicRoster group) {
        Step.Builder decision = new Step.Builder().disarm(TimerKey.join(group.groupId()));
        List<ClassicMember> missing = group.awaitingJoinCount() == group.memberCount() ? List.of() : group.members();
        for (ClassicMember member : missing) {
            if (!member.isStatic() && !group.isAwaitingJoin(member.memberId())) {
                decision.change(new ClassicChange.MemberRemoved(
                                group.groupId(), member.memberId(), Trigger.REBALANCE_TIMEOUT, null))
                        .disarm(TimerKey.session(group.groupId(), member.memberId()));
            }
        }
        return decision.next(new ClassicCommand.BeginGeneration()).build();
    }

    static Step beginGeneration(ClassicRoster group, long nowMs) {
        if (group.isEmpty()) {
            // The timer of a namesake whose first record could not be appended. Kafka takes it for its own, gets as far
            // as the next generation's number, and gives up.
            return new Step.Builder()
                    .change(new ClassicChange.GenerationSkipped(group.groupId(), group.generationId() + 1))
                    .build();
        }
        if (group.state() != ClassicState.PREPARING_REBALANCE) {
            return Step.nothing();
        }
        List<ClassicMember> members = group.members();
        String leaderId = electLeader(group, members);
        if (leaderId == null && !members.isEmpty()) {
            // Nobody joined, and only static members are left: their sessions decide. Kafka waits for the rebalance
            // timeout even if that is zero, and spins; a millisecond is the least we wait.
            return new Step.Builder()
                    .arm(
                            TimerKey.join(group.groupId()),
                            Math.max(1, group.rebalanceTimeoutMs()),
                            new ClassicCommand.CompleteJoin())
                    .build();
        }
        return new Step.Builder()
                .change(new ClassicChange.GenerationBegun(
                        group.groupId(),
                        group.generationId() + 1,
                        leaderId,
                        members.isEmpty() ? null : group.electProtocol(),
                        nowMs))
                .next(new ClassicCommand.AnnounceGeneration())
                .build();
    }

    /** Returns the leader if it has joined, else the longest-standing member that has, else null. */
    private static @Nullable String electLeader(ClassicRoster group, List<ClassicMember> members) {
        String leaderId = group.leaderId();
        if (leaderId == null || group.isAwaitingJoin(leaderId)) {
            return leaderId;
        }
        for (ClassicMember member : members) {
            if (group.isAwaitingJoin(member.memberId())) {
                return member.memberId();
            }
        }
        return null;
    }

    static Step announceGeneration(ClassicRoster group) {
        Step.Builder decision = new Step.Builder();
        if (group.isEmpty()) {
            return decision.append(metadata(group, group.members())).build();
        }
        decision.change(new ClassicChange.JoinsAnswered(group.groupId()));
        group.forEachJoin((member, parked) -> {
            if (parked != null) {
                decision.reply(parked, Replies.joined(group, member.memberId()));
            }
            decision.arm(
                    TimerKey.session(group.groupId(), member.memberId()),
                    member.sessionTimeoutMs(),
                    new ClassicCommand.SessionElapsed(member.memberId()));
        });
        return decision.arm(
                        TimerKey.sync(group.groupId()),
                        group.rebalanceTimeoutMs(),
                        new ClassicCommand.SyncElapsed(group.generationId()))
                .build();
    }

    /** Returns what is stored of the group, with the members as given. */
    static ClassicGroupRecord.GroupMetadata metadata(ClassicRoster group, List<ClassicMember> members) {
        return new ClassicGroupRecord.GroupMetadata(
                group.groupId(),
                group.protocolType() == null ? "" : group.protocolType(),
                group.generationId(),
                group.protocolName(),
                group.leaderId(),
                group.stateSinceMs(),
                members);
    }

    static Step loaded(ClassicRoster group) {
        Step.Builder decision = new Step.Builder();
        List<ClassicMember> members = group.members();
        for (ClassicMember member : members) {
            decision.arm(
                    TimerKey.session(group.groupId(), member.memberId()),
                    member.sessionTimeoutMs(),
                    new ClassicCommand.SessionElapsed(member.memberId()));
        }
        if (members.size() > group.config().maxSize()) {
            // group.max.size has become smaller: those who are the last to join again are turned away.
            decision.next(new ClassicCommand.PrepareRebalance(members.get(0).cause(Trigger.GROUP_OVER_CAPACITY)));
        }
        return decision.build();
    }

    static Step unload(ClassicRoster group) {
        Step.Builder decision = new Step.Builder();
        for (ClassicMember member : group.members()) {
            ReplyToken<JoinGroupResponseData> parkedJoin = group.parkedJoin(member.memberId());
            if (parkedJoin != null) {
                decision.reply(parkedJoin, Replies.joinError(member.memberId(), Errors.NOT_COORDINATOR));
            }
            ReplyToken<SyncGroupResponseData> parkedSync = group.parkedSync(member.memberId());
            if (parkedSync != null) {
                decision.reply(parkedSync, Replies.syncError(Errors.NOT_COORDINATOR));
            }
        }
        return decision.change(new ClassicChange.Unloaded(group.groupId())).build();
    }

    static Step upgrade(ClassicRoster group) {
        Step.Builder decision = new Step.Builder();
        for (ClassicMember member : group.members()) {
            ReplyToken<JoinGroupResponseData> parkedJoin = group.parkedJoin(member.memberId());
            if (parkedJoin != null) {
                decision.reply(parkedJoin, Replies.joinError(member.memberId(), Errors.REBALANCE_IN_PROGRESS))
                        .change(new ClassicChange.JoinAnswered(group.groupId(), member.memberId()));
            }
            ReplyToken<SyncGroupResponseData> parkedSync = group.parkedSync(member.memberId());
            if (parkedSync != null) {
                decision.reply(parkedSync, Replies.syncError(Errors.REBALANCE_IN_PROGRESS))
                        .change(new ClassicChange.SyncAnswered(group.groupId(), member.memberId()));
            }
        }
        return decision.build();
    }
}
