package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetCommitResponse;
import org.apache.kafka.common.requests.OffsetDeleteRequest;
import org.apache.kafka.common.requests.OffsetDeleteResponse;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;

/** The request layer of the offset APIs: unknown topics, ids and partitions never reach the coordinator. */
final class OffsetRequests {
    private final GroupCoordinatorService coordinator;
    private final Topics topics;
    private final boolean mendFaults;
    private final Predicate<String> isGone;

    /**
     * @param isGone tells a group that is not there any more, although what was last appended says that it is: a
     *     JoinGroup deletes an empty consumer-protocol group in memory only
     */
    OffsetRequests(GroupCoordinatorService coordinator, Topics topics, boolean mendFaults, Predicate<String> isGone) {
        this.isGone = isGone;
        this.mendFaults = mendFaults;
        this.coordinator = coordinator;
        this.topics = topics;
    }

    CompletableFuture<AbstractResponse> commit(RequestContext context, OffsetCommitRequest request) {
        boolean byId = OffsetCommitResponse.useTopicIds(context.apiVersion());
        OffsetCommitResponse.Builder refused = OffsetCommitResponse.newBuilder(byId);
        List<OffsetCommitRequestTopic> accepted = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.data().topics()) {
            if (byId) {
                topic.setName(topics.name(topic.topicId()));
            } else {
                topic.setTopicId(topics.id(topic.name()));
            }
            if (byId && topic.name().isEmpty()) {
                refuse(refused, topic, Errors.UNKNOWN_TOPIC_ID);
            } else if (!topics.contains(topic.name())) {
                refuse(refused, topic, Errors.UNKNOWN_TOPIC_OR_PARTITION);
            } else {
                OffsetCommitRequestTopic known = new OffsetCommitRequestTopic()
                        .setTopicId(topic.topicId())
                        .setName(topic.name());
                for (OffsetCommitRequestPartition partition : topic.partitions()) {
                    if (topics.contains(topic.name(), partition.partitionIndex())) {
                        known.partitions().add(partition);
                    } else {
                        refused.addPartition(
                                topic.topicId(),
                                topic.name(),
                                partition.partitionIndex(),
                                Errors.UNKNOWN_TOPIC_OR_PARTITION);
                    }
                }
                if (!known.partitions().isEmpty()) {
                    accepted.add(known);
                }
            }
        }
        if (accepted.isEmpty()) {
            return CompletableFuture.completedFuture(refused.build());
        }
        OffsetCommitRequestData data = request.data().duplicate().setTopics(accepted);
        return coordinator
                .commitOffsets(context, data, BufferSupplier.NO_CACHING)
                .thenApply(response -> refused.merge(response).build());
    }

    private static void refuse(OffsetCommitResponse.Builder refused, OffsetCommitRequestTopic topic, Errors error) {
        refused.addPartitions(
                topic.topicId(), topic.name(), topic.partitions(), OffsetCommitRequestPartition::partitionIndex, error);
    }

    CompletableFuture<AbstractResponse> fetch(RequestContext context, OffsetFetchRequest request) {
        List<CompletableFuture<OffsetFetchResponseGroup>> groups = new ArrayList<>();
        for (OffsetFetchRequestGroup group : request.groups()) {
            groups.add(fetch(context, group, request.requireStable()));
        }
        return CompletableFuture.allOf(groups.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<OffsetFetchResponseGroup> answers =
                    groups.stream().map(CompletableFuture::join).toList();
            return new OffsetFetchResponse.Builder(answers).build(context.apiVersion());
        });
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetch(
            RequestContext context, OffsetFetchRequestGroup group, boolean requireStable) {
        boolean byId = context.apiVersion() >= OffsetFetchRequest.TOPIC_ID_MIN_VERSION;
        boolean all = group.topics() == null;
        List<OffsetFetchResponseTopics> refused = new ArrayList<>();
        if (!all && byId) {
            List<OffsetFetchRequestTopics> known = new ArrayList<>();
            for (OffsetFetchRequestTopics topic : group.topics()) {
                topic.setName(topics.name(topic.topicId()));
                if (topic.name().isEmpty()) {
                    refused.add(unknown(topic));
                } else {
                    known.add(topic);
                }
            }
            group = group.duplicate().setTopics(known);
        }
        OffsetFetchRequestGroup asked = group;
        return coordinator.fetchOffsets(context, asked, requireStable).handle((answer, failure) -> {
            if (failure != null) {
                Errors error = Errors.forException(RequestLayer.cause(failure));
                return OffsetFetchResponse.groupError(asked, error, context.apiVersion());
            }
            if (answer.errorCode() != Errors.NONE.code()) {
                return answer;
            }
            if (mendFaults && isGone.test(asked.groupId())) {
                forget(answer, all);
            }
            return all ? knownOnly(once(answer), byId) : with(answer, refused);
        });
    }

    private static void forget(OffsetFetchResponseGroup answer, boolean all) {
        if (all) {
            answer.setTopics(List.of());
        }
        answer.topics().forEach(topic -> topic.partitions().forEach(partition -> partition
                .setCommittedOffset(OffsetFetchResponse.INVALID_OFFSET)
                .setCommittedLeaderEpoch(-1)
                .setMetadata("")));
    }

    private static OffsetFetchResponseTopics unknown(OffsetFetchRequestTopics topic) {
        OffsetFetchResponseTopics answer =
                new OffsetFetchResponseTopics().setName(topic.name()).setTopicId(topic.topicId());
        for (int partition : topic.partitionIndexes()) {
            answer.partitions()
                    .add(new OffsetFetchResponsePartitions()
                            .setPartitionIndex(partition)
                            .setCommittedOffset(OffsetFetchResponse.INVALID_OFFSET)
                            .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code()));
        }
        return answer;
    }

    private static OffsetFetchResponseGroup with(
            OffsetFetchResponseGroup answer, List<OffsetFetchResponseTopics> refused) {
        List<OffsetFetchResponseTopics> all = new ArrayList<>(answer.topics());
        all.addAll(refused);
        return answer.setTopics(all);
    }

    /** After a failed append Kafka lists reverted offsets twice: its snapshots count them once per table. */
    private OffsetFetchResponseGroup once(OffsetFetchResponseGroup answer) {
        if (mendFaults) {
            answer.topics()
                    .forEach(topic -> topic.setPartitions(
                            topic.partitions().stream().distinct().toList()));
            answer.setTopics(answer.topics().stream().distinct().toList());
        }
        return answer;
    }

    /** A topic that is gone has no id to name it by. */
    private OffsetFetchResponseGroup knownOnly(OffsetFetchResponseGroup answer, boolean byId) {
        if (!byId) {
            return answer;
        }
        List<OffsetFetchResponseTopics> known = new ArrayList<>();
        for (OffsetFetchResponseTopics topic : answer.topics()) {
            Uuid id = topics.id(topic.name());
            if (!id.equals(Uuid.ZERO_UUID)) {
                known.add(topic.setTopicId(id));
            }
        }
        return answer.setTopics(known);
    }

    CompletableFuture<AbstractResponse> delete(RequestContext context, OffsetDeleteRequest request) {
        OffsetDeleteResponse.Builder refused = new OffsetDeleteResponse.Builder();
        OffsetDeleteRequestTopicCollection accepted = new OffsetDeleteRequestTopicCollection();
        for (OffsetDeleteRequestTopic topic : request.data().topics()) {
            if (!topics.contains(topic.name())) {
                refused.addPartitions(
                        topic.name(),
                        topic.partitions(),
                        OffsetDeleteRequestPartition::partitionIndex,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION);
            } else {
                OffsetDeleteRequestTopic known = new OffsetDeleteRequestTopic().setName(topic.name());
                for (OffsetDeleteRequestPartition partition : topic.partitions()) {
                    if (topics.contains(topic.name(), partition.partitionIndex())) {
                        known.partitions().add(partition);
                    } else {
                        refused.addPartition(
                                topic.name(), partition.partitionIndex(), Errors.UNKNOWN_TOPIC_OR_PARTITION);
                    }
                }
                if (!known.partitions().isEmpty()) {
                    accepted.add(known);
                }
            }
        }
        OffsetDeleteRequestData data = new OffsetDeleteRequestData()
                .setGroupId(request.data().groupId())
                .setTopics(accepted);
        return coordinator
                .deleteOffsets(context, data, BufferSupplier.NO_CACHING)
                .thenApply(response -> refused.merge(response).build());
    }
}
