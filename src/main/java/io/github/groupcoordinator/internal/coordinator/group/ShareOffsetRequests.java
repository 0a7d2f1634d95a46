package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.coordinator.AppendErrors;
import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.group.Group;
import io.github.groupcoordinator.internal.group.PersistentRecord;
import io.github.groupcoordinator.internal.group.TopicCatalog;
import io.github.groupcoordinator.internal.group.TopicNames;
import io.github.groupcoordinator.internal.group.share.ShareConfigs;
import io.github.groupcoordinator.internal.group.share.ShareGroup;
import io.github.groupcoordinator.internal.group.share.ShareOffsets;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData.AlterShareGroupOffsetsResponsePartition;
import org.apache.kafka.common.message.AlterShareGroupOffsetsResponseData.AlterShareGroupOffsetsResponseTopic;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsResponseData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsResponseData.DeleteShareGroupOffsetsResponseTopic;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseGroup;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponsePartition;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsResponseData.DescribeShareGroupOffsetsResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The requests of administrators about the offsets of share groups: the share coordinator is asked for each. */
public final class ShareOffsetRequests {
    private static final long UNKNOWN = -1;

    private final ShareConfigs configs;
    private final CoordinatorRuntime<GroupShard> shards;
    private final TopicCatalog topics;
    private final ShareGroupRequests groups;

    ShareOffsetRequests(
            ShareConfigs configs,
            CoordinatorRuntime<GroupShard> shards,
            TopicCatalog topics,
            ShareGroupRequests groups) {
        this.configs = configs;
        this.shards = shards;
        this.topics = topics;
        this.groups = groups;
    }

    /** AlterShareGroupOffsets v0. A group that is not there is made by it, if one of the partitions is. */
    public void alter(AlterShareGroupOffsetsRequestData request, Consumer<AlterShareGroupOffsetsResponseData> reply) {
        String groupId = request.groupId();
        Errors error = availability(groupId);
        ShareGroup group = error == Errors.NONE ? findOrMake(groupId) : null;
        if (error == Errors.NONE) {
            error = group == null ? Errors.GROUP_ID_NOT_FOUND : group.checkDelete();
        }
        if (group == null || error != Errors.NONE) {
            reply.accept(altered(error));
            return;
        }
        GroupShard shard = shards.of(groupId);
        AlterShareGroupOffsetsResponseData response = altered(request);
        ShareOffsets.Alteration alteration = ShareOffsets.alter(group.roster(), request, shard);
        error = AppendErrors.toClient(shard.appendAndApply(alteration.records()));
        if (error != Errors.NONE) {
            reply.accept(altered(error));
        } else if (alteration.startOffsets().isEmpty()) {
            reply.accept(response);
        } else {
            groups.persister().initialize(groupId, alteration.stateEpoch(), alteration.startOffsets(), answer -> {
                if (answer.isDone()) {
                    groups.initialized(groupId, partitions(alteration.startOffsets()), true);
                }
                reply.accept(answer.failure() == null ? altered(response, answer) : altered(answer.failure()));
            });
        }
    }

    private static SortedMap<Uuid, SortedSet<Integer>> partitions(SortedMap<Uuid, SortedMap<Integer, Long>> offsets) {
        SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
        offsets.forEach((topicId, ofTopic) -> partitions.put(topicId, new TreeSet<>(ofTopic.keySet())));
        return partitions;
    }

    private Errors availability(String groupId) {
        return groupId.isEmpty() ? Errors.INVALID_GROUP_ID : shards.availability(groupId);
    }

    private @Nullable ShareGroup findOrMake(String groupId) {
        Group<?> group = shards.of(groupId).groups().find(groupId);
        return group == null ? new ShareGroup(groupId, configs) : find(groupId);
    }

    private @Nullable ShareGroup find(String groupId) {
        return shards.of(groupId).groups().find(groupId, ShareGroup.class);
    }

    private static AlterShareGroupOffsetsResponseData altered(Errors error) {
        return new AlterShareGroupOffsetsResponseData()
                .setErrorCode(error.code())
                .setErrorMessage(error.message());
    }

    /** Returns the answer if the share coordinator has nothing against it. */
    private AlterShareGroupOffsetsResponseData altered(AlterShareGroupOffsetsRequestData request) {
        AlterShareGroupOffsetsResponseData response = new AlterShareGroupOffsetsResponseData();
        Collection<AlterShareGroupOffsetsResponseTopic> responses = response.responses();
        for (AlterShareGroupOffsetsRequestTopic named : request.topics()) {
            TopicCatalog.TopicInfo topic = topics.find(named.topicName());
            if (topic == null && named.partitions().isEmpty()) {
                continue;
            }
            AlterShareGroupOffsetsResponseTopic altered = new AlterShareGroupOffsetsResponseTopic()
                    .setTopicName(named.topicName())
                    .setTopicId(topic == null ? Uuid.ZERO_UUID : topic.id());
            named.partitions().forEach(partition -> {
                boolean exists = topic != null && partition.partitionIndex() < topic.partitionCount();
                Errors error = exists ? Errors.NONE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
                altered.partitions()
                        .add(new AlterShareGroupOffsetsResponsePartition()
                                .setPartitionIndex(partition.partitionIndex())
                                .setErrorCode(error.code())
                                .setErrorMessage(error.message()));
            });
            responses.add(altered);
        }
        return response;
    }

    private static AlterShareGroupOffsetsResponseData altered(
            AlterShareGroupOffsetsResponseData response, SharePersister.Answer answer) {
        response.responses().forEach(topic -> topic.partitions().forEach(partition -> {
            Errors error = answer.error(topic.topicId(), partition.partitionIndex());
            if (partition.errorCode() == Errors.NONE.code() && error != Errors.NONE) {
                partition.setErrorCode(error.code()).setErrorMessage(error.message());
            }
        }));
        return response;
    }

    /** DeleteShareGroupOffsets v0. Whole topics; what is being deleted can be deleted again. */
    public void delete(
            DeleteShareGroupOffsetsRequestData request, Consumer<DeleteShareGroupOffsetsResponseData> reply) {
        String groupId = request.groupId();
        Errors error = availability(groupId);
        ShareGroup group = error == Errors.NONE ? find(groupId) : null;
        if (error == Errors.NONE) {
            error = group == null ? Errors.GROUP_ID_NOT_FOUND : group.checkDelete();
        }
        if (group == null || error != Errors.NONE) {
            reply.accept(deleted(error));
            return;
        }
        GroupShard shard = shards.of(groupId);
        List<DeleteShareGroupOffsetsResponseTopic> refused = refused(group, request);
        ShareOffsets.Deletion deletion = ShareOffsets.delete(group.roster(), request, shard);
        error = AppendErrors.toClient(shard.appendAndApply(deletion.records()));
        if (error != Errors.NONE) {
            reply.accept(deleted(error));
        } else if (deletion.partitions().isEmpty()) {
            reply.accept(new DeleteShareGroupOffsetsResponseData().setResponses(refused));
        } else {
            groups.persister().delete(groupId, deletion.partitions(), answer -> {
                if (answer.failure() == null) {
                    reply.accept(completed(groupId, deletion.partitions().keySet(), answer, refused));
                } else {
                    reply.accept(deleted(answer.failure()));
                }
            });
        }
    }

    private static DeleteShareGroupOffsetsResponseData deleted(Errors error) {
        return new DeleteShareGroupOffsetsResponseData()
                .setErrorCode(error.code())
                .setErrorMessage(error.message());
    }

    /** Returns the answers for topics of which the group has no state; a group that never had any says nothing. */
    private List<DeleteShareGroupOffsetsResponseTopic> refused(
            ShareGroup group, DeleteShareGroupOffsetsRequestData request) {
        List<DeleteShareGroupOffsetsResponseTopic> refused = new ArrayList<>();
        if (!group.roster().states().exist()) {
            return refused;
        }
        request.topics().forEach(named -> {
            TopicCatalog.TopicInfo topic = topics.find(named.topicName());
            if (topic == null || !group.roster().states().isDeletable(topic.id())) {
                refused.add(new DeleteShareGroupOffsetsResponseTopic()
                        .setTopicName(named.topicName())
                        .setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                        .setErrorMessage(
                                topic == null
                                        ? Errors.UNKNOWN_TOPIC_OR_PARTITION.message()
                                        : "There is no offset information to delete."));
            }
        });
        return refused;
    }

    /** Stores what has been deleted; if that can't be, the whole request failed. */
    private DeleteShareGroupOffsetsResponseData completed(
            String groupId,
            Collection<Uuid> asked,
            SharePersister.Answer answer,
            List<DeleteShareGroupOffsetsResponseTopic> refused) {
        SortedSet<Uuid> done = new TreeSet<>();
        List<DeleteShareGroupOffsetsResponseTopic> responses = new ArrayList<>();
        List<DeleteShareGroupOffsetsResponseTopic> failed = new ArrayList<>(refused);
        for (Uuid topicId : asked) {
            TopicCatalog.TopicInfo topic = topics.find(topicId);
            Errors error = answer.error(topicId);
            DeleteShareGroupOffsetsResponseTopic ofTopic = new DeleteShareGroupOffsetsResponseTopic()
                    .setTopicId(topicId)
                    .setTopicName(topic == null ? "" : topic.name())
                    .setErrorCode(error.code())
                    .setErrorMessage(error.message());
            if (error == Errors.NONE) {
                done.add(topicId);
                responses.add(ofTopic);
            } else {
                failed.add(ofTopic);
            }
        }
        if (!done.isEmpty()) {
            Errors error = shards.availability(groupId);
            ShareGroup group = error == Errors.NONE ? find(groupId) : null;
            if (error == Errors.NONE) {
                GroupShard shard = shards.of(groupId);
                List<PersistentRecord> records =
                        group == null ? List.of() : ShareOffsets.deleted(group.roster(), done, shard);
                if (records.isEmpty()) {
                    responses.clear();
                }
                error = AppendErrors.toClient(shard.appendAndApply(records));
            }
            if (error != Errors.NONE) {
                return deleted(error);
            }
        }
        responses.addAll(failed);
        return new DeleteShareGroupOffsetsResponseData().setResponses(responses);
    }

    /**
     * DescribeShareGroupOffsets v0-1, for one group. Only a question for all offsets looks at the group; others are the
     * share coordinator's to answer, and what it can't say is unknown, but no error.
     *
     * @param ends the end of a partition's log
     */
    public void describe(
            DescribeShareGroupOffsetsRequestGroup request,
            ToLongFunction<TopicPartition> ends,
            Consumer<DescribeShareGroupOffsetsResponseGroup> reply) {
        DescribeShareGroupOffsetsResponseGroup response =
                new DescribeShareGroupOffsetsResponseGroup().setGroupId(request.groupId());
        SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
        if (request.topics() == null) {
            Errors error = shards.availability(request.groupId());
            if (error != Errors.NONE) {
                reply.accept(response.setErrorCode(error.code()).setErrorMessage(error.message()));
                return;
            }
            ShareGroup group = find(request.groupId());
            if (group != null) {
                partitions.putAll(group.roster().states().initializedPartitions());
                partitions.keySet().removeIf(topicId -> topics.find(topicId) == null);
            }
        } else {
            for (DescribeShareGroupOffsetsRequestTopic named : request.topics()) {
                TopicCatalog.TopicInfo topic = topics.find(named.topicName());
                if (topic == null) {
                    response.topics().add(unknown(named));
                } else {
                    partitions
                            .computeIfAbsent(topic.id(), unused -> new TreeSet<>())
                            .addAll(named.partitions());
                }
            }
        }
        if (partitions.isEmpty()) {
            reply.accept(response);
            return;
        }
        // The names that they have now, whenever the answer comes.
        SortedMap<Uuid, String> names = new TreeMap<>();
        new TopicNames(topics).collect(partitions.keySet(), names);
        groups.persister().readSummaries(request.groupId(), partitions, summaries -> {
            if (summaries.failure() == null) {
                summaries.byTopic().forEach((topicId, ofTopic) -> response.topics()
                        .add(described(topicId, names.getOrDefault(topicId, ""), ofTopic, ends)));
                reply.accept(response);
            } else {
                reply.accept(new DescribeShareGroupOffsetsResponseGroup()
                        .setGroupId(request.groupId())
                        .setErrorCode(summaries.failure().code())
                        .setErrorMessage(summaries.failure().message()));
            }
        });
    }

    private static DescribeShareGroupOffsetsResponseTopic unknown(DescribeShareGroupOffsetsRequestTopic named) {
        DescribeShareGroupOffsetsResponseTopic topic = new DescribeShareGroupOffsetsResponseTopic()
                .setTopicName(named.topicName())
                .setTopicId(Uuid.ZERO_UUID);
        named.partitions().forEach(partition -> topic.partitions()
                .add(new DescribeShareGroupOffsetsResponsePartition()
                        .setPartitionIndex(partition)
                        .setStartOffset(UNKNOWN)));
        return topic;
    }

    private static DescribeShareGroupOffsetsResponseTopic described(
            Uuid topicId,
            String name,
            SortedMap<Integer, SharePersister.Summary> summaries,
            ToLongFunction<TopicPartition> ends) {
        DescribeShareGroupOffsetsResponseTopic topic =
                new DescribeShareGroupOffsetsResponseTopic().setTopicName(name).setTopicId(topicId);
        summaries.forEach((partition, summary) -> {
            boolean isRead = summary.error() == Errors.NONE;
            DescribeShareGroupOffsetsResponsePartition described = new DescribeShareGroupOffsetsResponsePartition()
                    .setPartitionIndex(partition)
                    .setStartOffset(isRead ? summary.startOffset() : UNKNOWN)
                    .setLeaderEpoch(isRead ? summary.leaderEpoch() : 0);
            if (Lag.IS_KNOWN && summary.isKnown()) {
                long end = ends.applyAsLong(new TopicPartition(name, partition));
                Lag.set(described, end - summary.startOffset() - summary.deliveryCompleteCount());
            }
            topic.partitions().add(described);
        });
        return topic;
    }

    /** The field of version 1, which kafka-clients 4.1 does not have; linked only if it is there. */
    private static final class Lag {
        private static final boolean IS_KNOWN =
                ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS.messageType.highestSupportedVersion(true) >= 1;

        static void set(DescribeShareGroupOffsetsResponsePartition partition, long lag) {
            partition.setLag(lag);
        }
    }
}
