package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.PersistentRecord.OffsetTombstone;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.classic.ClassicGroup;
import io.github.groupcoordinator.internal.group.classic.ClassicState;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.jspecify.annotations.Nullable;

/** What offset requests come to; changes nothing. */
final class OffsetAnswers {
    private static final long NO_RETENTION = -1;

    private OffsetAnswers() {}

    /** The answer to an OffsetCommit, and what must be appended before it may be given. */
    record Commit(OffsetCommitResponseData response, List<PersistentRecord> records) {}

    /** The answer to an OffsetDelete, and what must be appended before it may be given. */
    record Deletion(OffsetDeleteResponseData response, List<PersistentRecord> records) {}

    /** Returns whether the sender may commit now: NONE, or the error. */
    static Errors check(ClassicGroup group, OffsetCommitRequestData request) {
        int generationId = request.generationIdOrMemberEpoch();
        if (group.state() == ClassicState.DEAD) {
            return Errors.COORDINATOR_NOT_AVAILABLE;
        }
        if (generationId < 0 && group.isEmpty()) {
            // An administrator, or a consumer that manages its partitions itself.
            return Errors.NONE;
        }
        boolean isMember = generationId >= 0 || !request.memberId().isEmpty() || request.groupInstanceId() != null;
        if (!isMember) {
            return Errors.UNKNOWN_MEMBER_ID;
        }
        Errors error = group.checkMember(request.memberId(), request.groupInstanceId());
        if (error != Errors.NONE) {
            return error;
        }
        if (generationId != group.generationId()) {
            return Errors.ILLEGAL_GENERATION;
        }
        // The member knows the generation from its JoinGroup, but has no assignment to commit for yet.
        return group.state() == ClassicState.COMPLETING_REBALANCE ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE;
    }

    /** Returns what is to be stored; the topic's id with it, also where the client did not give it. */
    static Commit commit(OffsetCommitRequestData request, int metadataMaxBytes, long nowMs, TopicCatalog topics) {
        OffsetCommitResponseData response = new OffsetCommitResponseData();
        List<PersistentRecord> records = new ArrayList<>();
        long expireTimestampMs =
                request.retentionTimeMs() == NO_RETENTION ? CommittedOffset.NONE : nowMs + request.retentionTimeMs();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            OffsetCommitResponseTopic answered = new OffsetCommitResponseTopic().setName(topic.name());
            Uuid given = TopicIds.copy(topic, answered);
            TopicCatalog.TopicInfo known = given.equals(Uuid.ZERO_UUID) ? topics.find(topic.name()) : null;
            Uuid topicId = known == null ? given : known.id();
            response.topics().add(answered);
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                String metadata = partition.committedMetadata();
                boolean isTooLarge = metadata != null && metadata.length() > metadataMaxBytes;
                Errors error = isTooLarge ? Errors.OFFSET_METADATA_TOO_LARGE : Errors.NONE;
                answered.partitions()
                        .add(new OffsetCommitResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(error.code()));
                if (!isTooLarge) {
                    CommittedOffset offset = new CommittedOffset(
                            partition.committedOffset(),
                            partition.committedLeaderEpoch(),
                            metadata == null ? "" : metadata,
                            nowMs,
                            expireTimestampMs,
                            topicId);
                    records.add(new OffsetCommit(request.groupId(), topic.name(), partition.partitionIndex(), offset));
                }
            }
        }
        return new Commit(response, records);
    }

    /** Returns the offsets that a group asks for; of a group that does not exist, none. */
    static OffsetFetchResponseGroup fetch(
            OffsetFetchRequestGroup request, boolean requireStable, boolean exists, OffsetStore offsets) {
        String groupId = request.groupId();
        OffsetFetchResponseGroup response = new OffsetFetchResponseGroup().setGroupId(groupId);
        List<OffsetFetchResponseTopics> topics = new ArrayList<>();
        if (request.topics() == null) {
            (exists ? offsets.of(groupId) : Collections.<String, SortedMap<Integer, CommittedOffset>>emptySortedMap())
                    .forEach((name, partitions) -> {
                        OffsetFetchResponseTopics answered = new OffsetFetchResponseTopics().setName(name);
                        partitions.forEach((partition, offset) -> {
                            boolean isUnstable = requireStable && offsets.hasPending(groupId, name, partition);
                            answered.partitions().add(isUnstable ? unstable(partition) : fetched(partition, offset));
                        });
                        topics.add(answered);
                    });
            return response.setTopics(topics);
        }
        for (OffsetFetchRequestTopics topic : request.topics()) {
            OffsetFetchResponseTopics answered = new OffsetFetchResponseTopics().setName(topic.name());
            Uuid topicId = TopicIds.copy(topic, answered);
            SortedMap<Integer, CommittedOffset> committed =
                    exists ? offsets.of(groupId, topic.name()) : Collections.emptySortedMap();
            answered.setPartitions(new ArrayList<>(topic.partitionIndexes().size()));
            for (Integer partition : topic.partitionIndexes()) {
                CommittedOffset offset = committed.get(partition);
                boolean isOfThisTopic = offset != null && TopicIds.mayBeSame(offset.topicId(), topicId);
                boolean isUnstable = requireStable && offsets.hasPending(groupId, topic.name(), partition);
                answered.partitions()
                        .add(isUnstable ? unstable(partition) : fetched(partition, isOfThisTopic ? offset : null));
            }
            topics.add(answered);
        }
        return response.setTopics(topics);
    }

    /** KIP-447: a transaction that is still open may replace the offset at any moment. */
    private static OffsetFetchResponsePartitions unstable(int partition) {
        return fetched(partition, null).setErrorCode(Errors.UNSTABLE_OFFSET_COMMIT.code());
    }

    private static OffsetFetchResponsePartitions fetched(int partition, @Nullable CommittedOffset offset) {
        OffsetFetchResponsePartitions answered = new OffsetFetchResponsePartitions().setPartitionIndex(partition);
        return offset == null
                ? answered.setCommittedOffset(OffsetFetchResponse.INVALID_OFFSET)
                        .setCommittedLeaderEpoch(-1)
                        .setMetadata("")
                : answered.setCommittedOffset(offset.offset())
                        .setCommittedLeaderEpoch(offset.leaderEpoch())
                        .setMetadata(offset.metadata());
    }

    /** Returns whether offsets of the group may be deleted now: NONE, or the error. */
    static Errors checkDeletion(ClassicGroup group) {
        return switch (group.state()) {
            case DEAD -> Errors.GROUP_ID_NOT_FOUND;
            case STABLE, PREPARING_REBALANCE, COMPLETING_REBALANCE ->
                group.usesConsumerProtocol() ? Errors.NONE : Errors.NON_EMPTY_GROUP;
            case EMPTY -> Errors.NONE;
        };
    }

    static Deletion delete(OffsetDeleteRequestData request, Predicate<String> isSubscribedTo, OffsetStore offsets) {
        OffsetDeleteResponseData response = new OffsetDeleteResponseData();
        Collection<OffsetDeleteResponseTopic> topics = response.topics();
        List<PersistentRecord> records = new ArrayList<>();
        Collection<OffsetDeleteRequestTopic> requested = request.topics();
        for (OffsetDeleteRequestTopic topic : requested) {
            OffsetDeleteResponseTopic answered = new OffsetDeleteResponseTopic().setName(topic.name());
            Collection<OffsetDeleteResponsePartition> partitions = answered.partitions();
            boolean isInUse = isSubscribedTo.test(topic.name());
            Errors error = isInUse ? Errors.GROUP_SUBSCRIBED_TO_TOPIC : Errors.NONE;
            for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                int index = partition.partitionIndex();
                partitions.add(new OffsetDeleteResponsePartition()
                        .setPartitionIndex(index)
                        .setErrorCode(error.code()));
                boolean isThere = offsets.get(request.groupId(), topic.name(), index) != null
                        || offsets.hasPending(request.groupId(), topic.name(), index);
                if (!isInUse && isThere) {
                    records.add(new OffsetTombstone(request.groupId(), topic.name(), index));
                }
            }
            topics.add(answered);
        }
        return new Deletion(response, records);
    }
}
