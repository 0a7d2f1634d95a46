package io.github.groupcoordinator.internal.group.classic;

import io.github.groupcoordinator.internal.group.CommitAttempt;
import io.github.groupcoordinator.internal.group.CommittedOffset;
import org.apache.kafka.common.protocol.Errors;

/** The rules of a classic group for its offsets: who may commit, and when they may be deleted or expire. */
final class OffsetRules {

    private OffsetRules() {}

    /** In a transaction the state of the group does not matter; producers from before KIP-447 do not say for whom. */
    static Errors checkCommit(ClassicRoster group, CommitAttempt attempt) {
        int generationId = attempt.generationIdOrMemberEpoch();
        if (group.state() == ClassicState.DEAD) {
            return Errors.COORDINATOR_NOT_AVAILABLE;
        }
        if (generationId < 0 && group.isEmpty()) {
            // An administrator, or a consumer that manages its partitions itself.
            return Errors.NONE;
        }
        String memberId = attempt.memberId();
        boolean isMember = generationId >= 0 || !memberId.isEmpty() || attempt.groupInstanceId() != null;
        if (!isMember) {
            return attempt.isTransactional() ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
        }
        Errors error = Membership.check(group, memberId, attempt.groupInstanceId());
        if (error != Errors.NONE) {
            return error;
        }
        if (generationId != group.generationId()) {
            return Errors.ILLEGAL_GENERATION;
        }
        // The member knows the generation from its JoinGroup, but has no assignment to commit for yet.
        return !attempt.isTransactional() && group.state() == ClassicState.COMPLETING_REBALANCE
                ? Errors.REBALANCE_IN_PROGRESS
                : Errors.NONE;
    }

    static Errors checkDelete(ClassicRoster group) {
        return switch (group.state()) {
            case DEAD -> Errors.GROUP_ID_NOT_FOUND;
            case STABLE, PREPARING_REBALANCE, COMPLETING_REBALANCE ->
                group.usesConsumerProtocol() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
            case EMPTY -> Errors.NONE;
        };
    }

    static boolean mayExpire(ClassicRoster group) {
        if (group.protocolType() == null) {
            return true;
        }
        return switch (group.state()) {
            case EMPTY -> true;
            case STABLE -> group.usesConsumerProtocol() && group.subscribedTopics() != null;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, DEAD -> false;
        };
    }

    static long agesFromMs(ClassicRoster group, CommittedOffset offset) {
        // An Empty group may have been at work until a moment ago: its offsets count from when it became Empty.
        boolean isDeserted = group.protocolType() != null && group.state() == ClassicState.EMPTY;
        return isDeserted && group.stateSinceMs() != CommittedOffset.NONE
                ? group.stateSinceMs()
                : offset.commitTimestampMs();
    }
}
