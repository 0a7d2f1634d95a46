package io.github.groupcoordinator.internal.group.consumer;

import io.github.groupcoordinator.internal.group.CommitAttempt;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerMember;
import io.github.groupcoordinator.internal.group.consumer.state.ConsumerRoster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The rules of a consumer-protocol group for its offsets: who may commit, and who may read them. */
final class OffsetRules {
    private static final int FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH = 9;

    private OffsetRules() {}

    static Errors checkCommit(ConsumerRoster group, CommitAttempt attempt, TopicCatalog topics) {
        int epoch = attempt.generationIdOrMemberEpoch();
        if (epoch < 0 && group.isEmpty()) {
            // An administrator, or a consumer that manages its partitions itself.
            return Errors.NONE;
        }
        ConsumerMember member = group.member(attempt.memberId());
        if (attempt.isTransactional()) {
            // Producers from before KIP-447 do not say for which member they commit.
            boolean isNobody = epoch == -1 && attempt.memberId().isEmpty() && attempt.groupInstanceId() == null;
            Errors error = isNobody ? Errors.NONE : check(member, epoch, attempt, topics);
            return error == Errors.STALE_MEMBER_EPOCH ? Errors.ILLEGAL_GENERATION : error;
        }
        return member != null && !member.isClassic() && attempt.apiVersion() < FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH
                ? Errors.UNSUPPORTED_VERSION
                : check(member, epoch, attempt, topics);
    }

    /** With an earlier epoch a member may still commit what it has had since then (KIP-1251). */
    private static Errors check(
            @Nullable ConsumerMember member, int epoch, CommitAttempt attempt, TopicCatalog topics) {
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        if (epoch == member.memberEpoch()) {
            return Errors.NONE;
        }
        return epoch < member.memberEpoch() && hasHadSince(member, epoch, attempt, topics)
                ? Errors.NONE
                : stale(member);
    }

    private static Errors stale(ConsumerMember member) {
        return member.isClassic() ? Errors.ILLEGAL_GENERATION : Errors.STALE_MEMBER_EPOCH;
    }

    private static boolean hasHadSince(ConsumerMember member, int epoch, CommitAttempt attempt, TopicCatalog topics) {
        for (TopicPartition partition : attempt.partitions()) {
            TopicCatalog.TopicInfo topic = topics.find(partition.topic());
            Integer assignedIn = topic == null ? null : assignmentEpoch(member, topic, partition.partition());
            if (assignedIn == null || epoch < assignedIn) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Integer assignmentEpoch(
            ConsumerMember member, TopicCatalog.TopicInfo topic, int partition) {
        Integer assigned = member.assigned().epochOf(topic.id(), partition);
        return assigned == null ? member.pendingRevocation().epochOf(topic.id(), partition) : assigned;
    }

    static Errors checkFetch(ConsumerRoster group, @Nullable String memberId, int memberEpoch) {
        if (memberId == null && memberEpoch < 0) {
            return Errors.NONE;
        }
        if (memberId == null) {
            // Kafka's look-up of no member at all ends in an exception.
            return Errors.UNKNOWN_SERVER_ERROR;
        }
        ConsumerMember member = group.member(memberId);
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        return memberEpoch == member.memberEpoch() ? Errors.NONE : stale(member);
    }
}
