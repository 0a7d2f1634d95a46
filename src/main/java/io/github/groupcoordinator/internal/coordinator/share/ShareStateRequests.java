package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.Update;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.DeleteShareGroupStateResponseData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateResponseData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryResponseData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * The requests to a share coordinator. Each partition is answered for itself; a request without a group, or with a
 * topic without partitions, has an empty answer.
 */
public final class ShareStateRequests {
    private final ShareCoordinator coordinator;

    ShareStateRequests(ShareCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    /** InitializeShareGroupState v0. */
    public InitializeShareGroupStateResponseData initialize(InitializeShareGroupStateRequestData request) {
        Map<Uuid, Map<Integer, InitializeShareGroupStateResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (!request.groupId().isEmpty()) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                Errors error = coordinator.availability(key);
                if (error == Errors.NONE) {
                    error = coordinator.of(key).initialize(key, partition.stateEpoch(), partition.startOffset());
                }
                of(results, key)
                        .put(
                                key.partition(),
                                new InitializeShareGroupStateResponseData.PartitionResult()
                                        .setPartition(key.partition())
                                        .setErrorCode(error.code())
                                        .setErrorMessage(message(error)));
            }));
        }
        coordinator.written();
        InitializeShareGroupStateResponseData response = new InitializeShareGroupStateResponseData();
        results.forEach((topicId, partitions) -> response.results()
                .add(new InitializeShareGroupStateResponseData.InitializeStateResult()
                        .setTopicId(topicId)
                        .setPartitions(new ArrayList<>(partitions.values()))));
        return response;
    }

    private static <T> Map<Integer, T> of(Map<Uuid, Map<Integer, T>> results, ShareStateKey key) {
        return results.computeIfAbsent(key.topicId(), unused -> new LinkedHashMap<>());
    }

    private static String message(Errors error) {
        return error == Errors.NONE ? "" : error.message();
    }

    /** ReadShareGroupState v0. */
    public ReadShareGroupStateResponseData read(ReadShareGroupStateRequestData request) {
        Map<Uuid, Map<Integer, ReadShareGroupStateResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (!request.groupId().isEmpty()
                && request.topics().stream()
                        .noneMatch(topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                Errors error = coordinator.availability(key);
                ShareStateShard.Read read = error == Errors.NONE
                        ? coordinator.of(key).read(key, partition.leaderEpoch())
                        : new ShareStateShard.Read(error, null);
                of(results, key).put(key.partition(), result(key, read));
            }));
        }
        coordinator.written();
        ReadShareGroupStateResponseData response = new ReadShareGroupStateResponseData();
        results.forEach((topicId, partitions) -> response.results()
                .add(new ReadShareGroupStateResponseData.ReadStateResult()
                        .setTopicId(topicId)
                        .setPartitions(new ArrayList<>(partitions.values()))));
        return response;
    }

    private static ReadShareGroupStateResponseData.PartitionResult result(
            ShareStateKey key, ShareStateShard.Read read) {
        ReadShareGroupStateResponseData.PartitionResult result = new ReadShareGroupStateResponseData.PartitionResult()
                .setPartition(key.partition())
                .setErrorCode(read.error().code())
                .setErrorMessage(message(read.error()));
        ShareState state = read.state();
        if (state != null) {
            result.setStartOffset(state.startOffset()).setStateEpoch(state.stateEpoch());
            for (StateBatch batch : state.batches()) {
                result.stateBatches()
                        .add(new ReadShareGroupStateResponseData.StateBatch()
                                .setFirstOffset(batch.firstOffset())
                                .setLastOffset(batch.lastOffset())
                                .setDeliveryState(batch.deliveryState())
                                .setDeliveryCount(batch.deliveryCount()));
            }
        }
        return result;
    }

    /** WriteShareGroupState v0-1; v1 the count of what is done with. */
    public WriteShareGroupStateResponseData write(WriteShareGroupStateRequestData request) {
        Map<Uuid, Map<Integer, WriteShareGroupStateResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (!request.groupId().isEmpty()
                && request.topics().stream()
                        .noneMatch(topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                Errors error = coordinator.availability(key);
                if (error == Errors.NONE) {
                    error = coordinator.of(key).write(key, update(partition));
                }
                of(results, key)
                        .put(
                                key.partition(),
                                new WriteShareGroupStateResponseData.PartitionResult()
                                        .setPartition(key.partition())
                                        .setErrorCode(error.code())
                                        .setErrorMessage(message(error)));
            }));
        }
        coordinator.written();
        WriteShareGroupStateResponseData response = new WriteShareGroupStateResponseData();
        results.forEach((topicId, partitions) -> response.results()
                .add(new WriteShareGroupStateResponseData.WriteStateResult()
                        .setTopicId(topicId)
                        .setPartitions(new ArrayList<>(partitions.values()))));
        return response;
    }

    private static Update update(WriteShareGroupStateRequestData.PartitionData partition) {
        List<StateBatch> batches = new ArrayList<>();
        partition
                .stateBatches()
                .forEach(batch -> batches.add(new StateBatch(
                        batch.firstOffset(), batch.lastOffset(), batch.deliveryState(), batch.deliveryCount())));
        return new Update(
                partition.stateEpoch(),
                partition.leaderEpoch(),
                partition.startOffset(),
                partition.deliveryCompleteCount(),
                batches);
    }

    /** DeleteShareGroupState v0. */
    public DeleteShareGroupStateResponseData delete(DeleteShareGroupStateRequestData request) {
        Map<Uuid, Map<Integer, DeleteShareGroupStateResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (!request.groupId().isEmpty()
                && request.topics().stream()
                        .noneMatch(topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                Errors error = coordinator.availability(key);
                if (error == Errors.NONE) {
                    error = coordinator.of(key).delete(key);
                }
                of(results, key)
                        .put(
                                key.partition(),
                                new DeleteShareGroupStateResponseData.PartitionResult()
                                        .setPartition(key.partition())
                                        .setErrorCode(error.code())
                                        .setErrorMessage(message(error)));
            }));
        }
        coordinator.written();
        DeleteShareGroupStateResponseData response = new DeleteShareGroupStateResponseData();
        results.forEach((topicId, partitions) -> response.results()
                .add(new DeleteShareGroupStateResponseData.DeleteStateResult()
                        .setTopicId(topicId)
                        .setPartitions(new ArrayList<>(partitions.values()))));
        return response;
    }

    /** ReadShareGroupStateSummary v0-1; v1 the count of what is done with. */
    public ReadShareGroupStateSummaryResponseData summarize(ReadShareGroupStateSummaryRequestData request) {
        Map<Uuid, Map<Integer, ReadShareGroupStateSummaryResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (!request.groupId().isEmpty()
                && request.topics().stream()
                        .noneMatch(topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                Errors error = coordinator.availability(key);
                ShareStateShard.Read read =
                        error == Errors.NONE ? coordinator.of(key).summary(key) : new ShareStateShard.Read(error, null);
                of(results, key).put(key.partition(), summary(key, read));
            }));
        }
        ReadShareGroupStateSummaryResponseData response = new ReadShareGroupStateSummaryResponseData();
        results.forEach((topicId, partitions) -> response.results()
                .add(new ReadShareGroupStateSummaryResponseData.ReadStateSummaryResult()
                        .setTopicId(topicId)
                        .setPartitions(new ArrayList<>(partitions.values()))));
        return response;
    }

    private static ReadShareGroupStateSummaryResponseData.PartitionResult summary(
            ShareStateKey key, ShareStateShard.Read read) {
        ReadShareGroupStateSummaryResponseData.PartitionResult result =
                new ReadShareGroupStateSummaryResponseData.PartitionResult()
                        .setPartition(key.partition())
                        .setErrorCode(read.error().code())
                        .setErrorMessage(message(read.error()));
        ShareState state = read.state();
        if (state != null) {
            result.setStartOffset(state.startOffset())
                    .setDeliveryCompleteCount(state.deliveryCompleteCount())
                    .setLeaderEpoch(state.leaderEpoch())
                    .setStateEpoch(state.stateEpoch());
        } else if (read.error() == Errors.NONE) {
            result.setStartOffset(ShareState.UNKNOWN).setDeliveryCompleteCount(ShareState.UNKNOWN);
        }
        return result;
    }
}
