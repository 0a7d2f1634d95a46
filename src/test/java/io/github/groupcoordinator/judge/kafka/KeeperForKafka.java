package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.judge.ShareStateKeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.DeleteShareGroupStateResult;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateParameters;
import org.apache.kafka.server.share.persister.InitializeShareGroupStateResult;
import org.apache.kafka.server.share.persister.PartitionErrorData;
import org.apache.kafka.server.share.persister.PartitionFactory;
import org.apache.kafka.server.share.persister.PartitionIdData;
import org.apache.kafka.server.share.persister.PartitionStateData;
import org.apache.kafka.server.share.persister.PartitionStateSummaryData;
import org.apache.kafka.server.share.persister.Persister;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateResult;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateSummaryResult;
import org.apache.kafka.server.share.persister.TopicData;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;

/** The judge's keeper of share state, as Kafka's group coordinator asks it. */
record KeeperForKafka(ShareStateKeeper keeper) implements Persister {

    @Override
    public CompletableFuture<InitializeShareGroupStateResult> initializeState(
            InitializeShareGroupStateParameters request) {
        CompletableFuture<InitializeShareGroupStateResult> future = new CompletableFuture<>();
        SortedMap<Uuid, SortedMap<Integer, Long>> offsets = new TreeMap<>();
        int stateEpoch = -1;
        for (TopicData<PartitionStateData> topic :
                request.groupTopicPartitionData().topicsData()) {
            offsets.put(topic.topicId(), new TreeMap<>());
            for (PartitionStateData partition : topic.partitions()) {
                offsets.get(topic.topicId()).put(partition.partition(), partition.startOffset());
                stateEpoch = partition.stateEpoch();
            }
        }
        keeper.initialize(request.groupTopicPartitionData().groupId(), stateEpoch, offsets, outcome -> {
            if (outcome.failure() == null) {
                future.complete(new InitializeShareGroupStateResult.Builder()
                        .setTopicsData(errors(outcome.byTopic()))
                        .build());
            } else {
                future.completeExceptionally(outcome.failure().exception());
            }
        });
        return future;
    }

    @Override
    public CompletableFuture<DeleteShareGroupStateResult> deleteState(DeleteShareGroupStateParameters request) {
        CompletableFuture<DeleteShareGroupStateResult> future = new CompletableFuture<>();
        keeper.delete(
                request.groupTopicPartitionData().groupId(),
                offsets(request.groupTopicPartitionData().topicsData()),
                outcome -> {
                    if (outcome.failure() == null) {
                        future.complete(new DeleteShareGroupStateResult.Builder()
                                .setTopicsData(errors(outcome.byTopic()))
                                .build());
                    } else {
                        future.completeExceptionally(outcome.failure().exception());
                    }
                });
        return future;
    }

    private static SortedMap<Uuid, SortedMap<Integer, Long>> offsets(
            List<? extends TopicData<? extends PartitionIdData>> topics) {
        SortedMap<Uuid, SortedMap<Integer, Long>> offsets = new TreeMap<>();
        for (TopicData<? extends PartitionIdData> topic : topics) {
            SortedMap<Integer, Long> ofTopic = offsets.computeIfAbsent(topic.topicId(), unused -> new TreeMap<>());
            topic.partitions().forEach(partition -> ofTopic.put(partition.partition(), -1L));
        }
        return offsets;
    }

    private static List<TopicData<PartitionErrorData>> errors(SortedMap<Uuid, SortedMap<Integer, Errors>> errors) {
        List<TopicData<PartitionErrorData>> topics = new ArrayList<>();
        errors.forEach((topicId, ofTopic) -> {
            List<PartitionErrorData> partitions = new ArrayList<>();
            ofTopic.forEach((partition, error) ->
                    partitions.add(PartitionFactory.newPartitionErrorData(partition, error.code(), error.message())));
            topics.add(new TopicData<>(topicId, partitions));
        });
        return topics;
    }

    @Override
    public CompletableFuture<ReadShareGroupStateSummaryResult> readSummary(
            ReadShareGroupStateSummaryParameters request) {
        CompletableFuture<ReadShareGroupStateSummaryResult> future = new CompletableFuture<>();
        keeper.read(
                request.groupTopicPartitionData().groupId(),
                offsets(request.groupTopicPartitionData().topicsData()),
                outcome -> {
                    if (outcome.failure() == null) {
                        future.complete(new ReadShareGroupStateSummaryResult.Builder()
                                .setTopicsData(summaries(outcome.byTopic()))
                                .build());
                    } else {
                        future.completeExceptionally(outcome.failure().exception());
                    }
                });
        return future;
    }

    private static List<TopicData<PartitionStateSummaryData>> summaries(
            SortedMap<Uuid, SortedMap<Integer, ShareStateKeeper.State>> states) {
        List<TopicData<PartitionStateSummaryData>> topics = new ArrayList<>();
        states.forEach((topicId, ofTopic) -> {
            List<PartitionStateSummaryData> partitions = new ArrayList<>();
            ofTopic.forEach((partition, state) -> partitions.add(summary(partition, state)));
            topics.add(new TopicData<>(topicId, partitions));
        });
        return topics;
    }

    private static PartitionStateSummaryData summary(int partition, ShareStateKeeper.State state) {
        if (state == null) {
            return PartitionFactory.newPartitionStateSummaryData(partition, 0, -1, -1, 0, (short) 0, null);
        }
        return state.stateEpoch() < 0
                ? PartitionFactory.newPartitionStateSummaryData(partition, 0, 17, 1, 3, (short) -state.stateEpoch(), "")
                : PartitionFactory.newPartitionStateSummaryData(
                        partition,
                        state.stateEpoch(),
                        state.startOffset(),
                        state.startOffset() == -1 ? -1 : 2,
                        5,
                        (short) 0,
                        null);
    }

    @Override
    public CompletableFuture<ReadShareGroupStateResult> readState(ReadShareGroupStateParameters request) {
        throw new UnsupportedOperationException("a group coordinator asks no such thing");
    }

    @Override
    public CompletableFuture<WriteShareGroupStateResult> writeState(WriteShareGroupStateParameters request) {
        throw new UnsupportedOperationException("a group coordinator asks no such thing");
    }

    @Override
    public void stop() {
        // It has no threads.
    }
}
