package io.github.groupcoordinator.internal.group.streams;

import io.github.groupcoordinator.internal.group.CommitAttempt;
import io.github.groupcoordinator.internal.group.streams.topology.StreamsTopology;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The rules of a streams group for its offsets: who may commit, and who may read them. */
final class OffsetRules {
    private static final int FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH = 9;

    private OffsetRules() {}

    static Errors checkCommit(StreamsRoster group, CommitAttempt attempt) {
        int epoch = attempt.generationIdOrMemberEpoch();
        if (epoch < 0 && group.isEmpty()) {
            return Errors.NONE;
        }
        if (attempt.isTransactional()) {
            // Producers from before KIP-447 do not say for which member they commit.
            boolean isNobody = epoch == -1 && attempt.memberId().isEmpty() && attempt.groupInstanceId() == null;
            Errors error = isNobody ? Errors.NONE : check(group, attempt);
            return error == Errors.STALE_MEMBER_EPOCH ? Errors.ILLEGAL_GENERATION : error;
        }
        return group.hasMember(attempt.memberId()) && attempt.apiVersion() < FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH
                ? Errors.UNSUPPORTED_VERSION
                : check(group, attempt);
    }

    /** With an earlier epoch a member may still commit for the active tasks that it has had since then. */
    private static Errors check(StreamsRoster group, CommitAttempt attempt) {
        StreamsMember member = group.member(attempt.memberId());
        int epoch = attempt.generationIdOrMemberEpoch();
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        if (epoch == member.memberEpoch()) {
            return Errors.NONE;
        }
        return epoch < member.memberEpoch() && hasHadSince(group.topology(), member, attempt)
                ? Errors.NONE
                : Errors.STALE_MEMBER_EPOCH;
    }

    private static boolean hasHadSince(
            @Nullable StreamsTopology topology, StreamsMember member, CommitAttempt attempt) {
        if (topology == null) {
            return false;
        }
        for (TopicPartition partition : attempt.partitions()) {
            String subtopology = topology.readerOf(partition.topic());
            Integer assignedIn =
                    subtopology == null ? null : assignmentEpoch(member, subtopology, partition.partition());
            if (assignedIn == null || attempt.generationIdOrMemberEpoch() < assignedIn) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Integer assignmentEpoch(StreamsMember member, String subtopology, int partition) {
        Integer assigned = member.assigned().epoch(subtopology, partition);
        return assigned == null ? member.pendingRevocation().epoch(subtopology, partition) : assigned;
    }

    static Errors checkFetch(StreamsRoster group, @Nullable String memberId, int memberEpoch) {
        if (memberId == null && memberEpoch < 0) {
            return Errors.NONE;
        }
        if (memberId == null) {
            // Kafka's look-up of no member at all ends in an exception.
            return Errors.UNKNOWN_SERVER_ERROR;
        }
        StreamsMember member = group.member(memberId);
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        return memberEpoch == member.memberEpoch() ? Errors.NONE : Errors.STALE_MEMBER_EPOCH;
    }
}
