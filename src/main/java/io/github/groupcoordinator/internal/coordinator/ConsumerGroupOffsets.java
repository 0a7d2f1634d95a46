package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.ConsumerMember;
import io.github.groupcoordinator.internal.group.RequestContext;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.consumer.ConsumerGroup;
import io.github.groupcoordinator.internal.log.KafkaFields;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Whose offsets a consumer-protocol group takes, and whom it tells them. */
final class ConsumerGroupOffsets {
    private static final int FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH = 9;

    private ConsumerGroupOffsets() {}

    /** Returns whether the sender may commit now: NONE, or the error for all that it commits. */
    static Errors check(
            ConsumerGroup group,
            RequestContext context,
            OffsetCommitRequestData request,
            int metadataMaxBytes,
            TopicCatalog topics) {
        int epoch = request.generationIdOrMemberEpoch();
        if (epoch < 0 && group.isEmpty()) {
            // An administrator, or a consumer that manages its partitions itself.
            return Errors.NONE;
        }
        ConsumerMember member = group.member(request.memberId());
        if (member != null && !member.isClassic() && context.apiVersion() < FIRST_COMMIT_VERSION_WITH_MEMBER_EPOCH) {
            return Errors.UNSUPPORTED_VERSION;
        }
        List<TopicPartition> committed = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                String metadata = partition.committedMetadata();
                // What is refused for its size is not looked at.
                if (metadata == null || metadata.length() <= metadataMaxBytes) {
                    committed.add(new TopicPartition(topic.name(), partition.partitionIndex()));
                }
            }
        }
        return check(member, epoch, committed, topics);
    }

    /** Returns whether the sender may commit within a transaction: NONE, or the error for all that it commits. */
    static Errors check(
            ConsumerGroup group, TxnOffsetCommitRequestData request, int metadataMaxBytes, TopicCatalog topics) {
        int epoch = KafkaFields.generationId(request);
        // Producers from before KIP-447 do not say for which member they commit.
        boolean isNobody = epoch == -1 && request.memberId().isEmpty() && request.groupInstanceId() == null;
        if (isNobody || epoch < 0 && group.isEmpty()) {
            return Errors.NONE;
        }
        List<TopicPartition> committed = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                String metadata = partition.committedMetadata();
                if (metadata == null || metadata.length() <= metadataMaxBytes) {
                    committed.add(new TopicPartition(topic.name(), partition.partitionIndex()));
                }
            }
        }
        Errors error = check(group.member(request.memberId()), epoch, committed, topics);
        return error == Errors.STALE_MEMBER_EPOCH ? Errors.ILLEGAL_GENERATION : error;
    }

    /** With an earlier epoch a member may still commit what it has had since then (KIP-1251). */
    private static Errors check(
            @Nullable ConsumerMember member, int epoch, List<TopicPartition> committed, TopicCatalog topics) {
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        if (epoch == member.memberEpoch()) {
            return Errors.NONE;
        }
        return epoch < member.memberEpoch() && hasHadSince(member, epoch, committed, topics)
                ? Errors.NONE
                : stale(member);
    }

    private static Errors stale(ConsumerMember member) {
        return member.isClassic() ? Errors.ILLEGAL_GENERATION : Errors.STALE_MEMBER_EPOCH;
    }

    private static boolean hasHadSince(
            ConsumerMember member, int epoch, List<TopicPartition> committed, TopicCatalog topics) {
        for (TopicPartition partition : committed) {
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

    /** Returns whether the sender may read the offsets now: NONE, or the error. */
    static Errors check(ConsumerGroup group, OffsetFetchRequestGroup request) {
        String memberId = request.memberId();
        if (memberId == null && request.memberEpoch() < 0) {
            return Errors.NONE;
        }
        ConsumerMember member = group.member(Objects.requireNonNullElse(memberId, ""));
        if (member == null) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        return request.memberEpoch() == member.memberEpoch() ? Errors.NONE : stale(member);
    }

    static MemberRef memberRef(RequestContext context, ConsumerGroup group, String memberId) {
        ConsumerMember member = group.member(memberId);
        return member == null ? new MemberRef("", context.clientId(), null) : ConsumerGroupEvents.ref(member);
    }
}
