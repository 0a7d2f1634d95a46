package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.coordinator.CoordinatorRuntime;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister.Update;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
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
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * The requests to a share coordinator. Each partition is answered for itself. A request without a group has an empty
 * answer, and so has one with a topic without partitions; but of what is to be initialized such a topic alone is left
 * out.
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
                Errors error = alter(
                        key,
                        partition.startOffset(),
                        shard -> shard.initialize(key, partition.stateEpoch(), partition.startOffset()));
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
        return new InitializeShareGroupStateResponseData()
                .setResults(grouped(
                        results,
                        (topicId, partitions) -> new InitializeShareGroupStateResponseData.InitializeStateResult()
                                .setTopicId(topicId)
                                .setPartitions(partitions)));
    }

    private static <T> Map<Integer, T> of(Map<Uuid, Map<Integer, T>> results, ShareStateKey key) {
        return results.computeIfAbsent(key.topicId(), unused -> new LinkedHashMap<>());
    }

    private static <P, T> List<T> grouped(Map<Uuid, Map<Integer, P>> results, BiFunction<Uuid, List<P>, T> topic) {
        List<T> topics = new ArrayList<>();
        results.forEach(
                (topicId, partitions) -> topics.add(topic.apply(topicId, new ArrayList<>(partitions.values()))));
        return topics;
    }

    /** Makes a change of a share-partition, if it is available here. */
    private Errors change(ShareStateKey key, Function<ShareStateShard, Errors> change) {
        ShareStateShard shard = coordinator.find(key);
        Errors error = CoordinatorRuntime.availability(shard);
        return shard == null || error != Errors.NONE ? error : change.apply(shard);
    }

    /** Makes a change of a share-partition after which it begins elsewhere, and says so. */
    private Errors alter(ShareStateKey key, long startOffset, Function<ShareStateShard, Errors> change) {
        return change(key, shard -> {
            long before = shard.startOffset(key);
            Errors error = change.apply(shard);
            if (error == Errors.NONE && (before != ShareState.UNKNOWN || startOffset != ShareState.UNKNOWN)) {
                coordinator.altered(key, startOffset);
            }
            return error;
        });
    }

    /** Looks at a share-partition, if it is available here. */
    private ShareStateShard.Read look(ShareStateKey key, Function<ShareStateShard, ShareStateShard.Read> look) {
        ShareStateShard shard = coordinator.find(key);
        Errors error = CoordinatorRuntime.availability(shard);
        return shard == null || error != Errors.NONE ? new ShareStateShard.Read(error, null) : look.apply(shard);
    }

    private static <T> boolean isServed(String groupId, List<T> topics, Predicate<T> isWithoutPartitions) {
        return !groupId.isEmpty() && topics.stream().noneMatch(isWithoutPartitions);
    }

    private static String message(Errors error) {
        return error == Errors.NONE ? "" : error.message();
    }

    /** ReadShareGroupState v0. */
    public ReadShareGroupStateResponseData read(ReadShareGroupStateRequestData request) {
        Map<Uuid, Map<Integer, ReadShareGroupStateResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (isServed(
                request.groupId(), request.topics(), topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                ShareStateShard.Read read = look(key, shard -> shard.read(key, partition.leaderEpoch()));
                of(results, key).put(key.partition(), result(key, read));
            }));
        }
        coordinator.written();
        return new ReadShareGroupStateResponseData()
                .setResults(
                        grouped(results, (topicId, partitions) -> new ReadShareGroupStateResponseData.ReadStateResult()
                                .setTopicId(topicId)
                                .setPartitions(partitions)));
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
        if (isServed(
                request.groupId(), request.topics(), topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                Errors error = change(key, shard -> shard.write(key, update(partition)));
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
        return new WriteShareGroupStateResponseData()
                .setResults(grouped(
                        results, (topicId, partitions) -> new WriteShareGroupStateResponseData.WriteStateResult()
                                .setTopicId(topicId)
                                .setPartitions(partitions)));
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
                WriteCount.IS_KNOWN ? WriteCount.of(partition) : ShareState.UNKNOWN,
                batches);
    }

    /** The field of version 1 of a write, which kafka-clients 4.1 does not have; linked only if it is there. */
    private static final class WriteCount {
        private static final boolean IS_KNOWN =
                ApiKeys.WRITE_SHARE_GROUP_STATE.messageType.highestSupportedVersion(true) >= 1;

        static int of(WriteShareGroupStateRequestData.PartitionData partition) {
            return partition.deliveryCompleteCount();
        }
    }

    /** The field of version 1 of a summary, by the same rule. */
    private static final class SummaryCount {
        private static final boolean IS_KNOWN =
                ApiKeys.READ_SHARE_GROUP_STATE_SUMMARY.messageType.highestSupportedVersion(true) >= 1;

        static void set(ReadShareGroupStateSummaryResponseData.PartitionResult result, int count) {
            result.setDeliveryCompleteCount(count);
        }
    }

    /** DeleteShareGroupState v0. */
    public DeleteShareGroupStateResponseData delete(DeleteShareGroupStateRequestData request) {
        Map<Uuid, Map<Integer, DeleteShareGroupStateResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (isServed(
                request.groupId(), request.topics(), topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                Errors error = alter(key, ShareState.UNKNOWN, shard -> shard.delete(key));
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
        return new DeleteShareGroupStateResponseData()
                .setResults(grouped(
                        results, (topicId, partitions) -> new DeleteShareGroupStateResponseData.DeleteStateResult()
                                .setTopicId(topicId)
                                .setPartitions(partitions)));
    }

    /** ReadShareGroupStateSummary v0-1; v1 the count of what is done with. */
    public ReadShareGroupStateSummaryResponseData summarize(ReadShareGroupStateSummaryRequestData request) {
        Map<Uuid, Map<Integer, ReadShareGroupStateSummaryResponseData.PartitionResult>> results = new LinkedHashMap<>();
        if (isServed(
                request.groupId(), request.topics(), topic -> topic.partitions().isEmpty())) {
            request.topics().forEach(topic -> topic.partitions().forEach(partition -> {
                ShareStateKey key = new ShareStateKey(request.groupId(), topic.topicId(), partition.partition());
                ShareStateShard.Read read = look(key, shard -> shard.summary(key));
                of(results, key).put(key.partition(), summary(key, read));
            }));
        }
        return new ReadShareGroupStateSummaryResponseData()
                .setResults(grouped(
                        results,
                        (topicId, partitions) -> new ReadShareGroupStateSummaryResponseData.ReadStateSummaryResult()
                                .setTopicId(topicId)
                                .setPartitions(partitions)));
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
                    .setLeaderEpoch(state.leaderEpoch())
                    .setStateEpoch(state.stateEpoch());
        } else if (read.error() == Errors.NONE) {
            result.setStartOffset(ShareState.UNKNOWN);
        }
        if (read.error() == Errors.NONE && SummaryCount.IS_KNOWN) {
            SummaryCount.set(result, state == null ? ShareState.UNKNOWN : state.deliveryCompleteCount());
        }
        return result;
    }
}
