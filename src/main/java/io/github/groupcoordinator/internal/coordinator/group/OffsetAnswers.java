package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.CommittedOffset;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetCommit;
import io.github.groupcoordinator.internal.group.OffsetRecord.OffsetTombstone;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.offset.OffsetStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
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

/** The answers to offset requests, and what must be appended before; changes nothing. */
final class OffsetAnswers {
    private static final long NO_RETENTION = -1;

    private OffsetAnswers() {}

    /** The answer to an OffsetCommit, and what must be appended before it may be given. */
    record Commit(OffsetCommitResponseData response, List<PersistentRecord> records) {}

    /** The answer to an OffsetDelete, and what must be appended before it may be given. */
    record Deletion(OffsetDeleteResponseData response, List<PersistentRecord> records) {}

    /** Returns what is to be stored; the topic's id with it, also where the client did not give it. */
    static Commit commit(OffsetCommitRequestData request, int metadataMaxBytes, long nowMs, TopicCatalog topics) {
        OffsetCommitResponseData response = new OffsetCommitResponseData();
        List<PersistentRecord> records = new ArrayList<>();
        long expireTimestampMs =
                request.retentionTimeMs() == NO_RETENTION ? CommittedOffset.NONE : nowMs + request.retentionTimeMs();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            OffsetCommitResponseTopic answered = new OffsetCommitResponseTopic().setName(topic.name());
            Uuid given = AnsweredTopicIds.copy(topic, answered);
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
            Uuid topicId = AnsweredTopicIds.copy(topic, answered);
            SortedMap<Integer, CommittedOffset> committed =
                    exists ? offsets.of(groupId, topic.name()) : Collections.emptySortedMap();
            answered.setPartitions(new ArrayList<>(topic.partitionIndexes().size()));
            for (Integer partition : topic.partitionIndexes()) {
                CommittedOffset offset = committed.get(partition);
                boolean isOfThisTopic = offset != null && AnsweredTopicIds.mayBeSame(offset.topicId(), topicId);
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

    static Deletion delete(OffsetDeleteRequestData request, Group<?> group, OffsetStore offsets) {
        OffsetDeleteResponseData response = new OffsetDeleteResponseData();
        Collection<OffsetDeleteResponseTopic> topics = response.topics();
        List<PersistentRecord> records = new ArrayList<>();
        Collection<OffsetDeleteRequestTopic> requested = request.topics();
        for (OffsetDeleteRequestTopic topic : requested) {
            OffsetDeleteResponseTopic answered = new OffsetDeleteResponseTopic().setName(topic.name());
            Collection<OffsetDeleteResponsePartition> partitions = answered.partitions();
            boolean isInUse = group.isSubscribedTo(topic.name());
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
