package kafka.server.share;

import io.github.groupcoordinator.kraft.share.Outcome;
import io.github.groupcoordinator.kraft.share.StoredBatch;
import io.github.groupcoordinator.kraft.share.World;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.server.share.persister.PartitionFactory;
import org.apache.kafka.server.share.persister.PartitionIdLeaderEpochData;
import org.apache.kafka.server.share.persister.PartitionStateBatchData;
import org.apache.kafka.server.share.persister.PersisterStateBatch;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateResult;
import org.apache.kafka.server.share.persister.TopicData;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;

/** A persister that answers when the history says so. Topic ids go back as they came: Kafka compares objects. */
final class KafkasPersister extends ReadsAndWrites {
    private final World world;
    private final TopicIdPartition partition;

    KafkasPersister(World world, TopicIdPartition partition) {
        this.world = world;
        this.partition = partition;
    }

    @Override
    public CompletableFuture<ReadShareGroupStateResult> readState(ReadShareGroupStateParameters request) {
        PartitionIdLeaderEpochData asked = request.groupTopicPartitionData()
                .topicsData()
                .get(0)
                .partitions()
                .get(0);
        CompletableFuture<ReadShareGroupStateResult> future = new CompletableFuture<>();
        world.await("read, leader epoch " + asked.leaderEpoch(), null, (outcome, state) -> {
            if (outcome.kind() == Outcome.Kind.EXCEPTION) {
                future.completeExceptionally(new IllegalStateException("no"));
                return;
            }
            future.complete(new ReadShareGroupStateResult.Builder()
                    .setTopicsData(List.of(new TopicData<>(
                            partition.topicId(),
                            List.of(PartitionFactory.newPartitionAllData(
                                    partition.partition(),
                                    state.stateEpoch(),
                                    state.startOffset(),
                                    outcome.error(),
                                    "no",
                                    state.batches().stream()
                                            .map(batch -> new PersisterStateBatch(
                                                    batch.first(), batch.last(), batch.state(), batch.count()))
                                            .toList())))))
                    .build());
        });
        return future;
    }

    @Override
    public CompletableFuture<WriteShareGroupStateResult> writeState(WriteShareGroupStateParameters request) {
        PartitionStateBatchData update = request.groupTopicPartitionData()
                .topicsData()
                .get(0)
                .partitions()
                .get(0);
        List<StoredBatch> batches = update.stateBatches().stream()
                .map(batch -> new StoredBatch(
                        batch.firstOffset(), batch.lastOffset(), batch.deliveryState(), batch.deliveryCount()))
                .toList();
        CompletableFuture<WriteShareGroupStateResult> future = new CompletableFuture<>();
        world.await(
                "write, state epoch " + update.stateEpoch() + ", leader epoch " + update.leaderEpoch() + ", start "
                        + update.startOffset() + ", complete " + update.deliveryCompleteCount() + ", " + batches,
                new World.Stored(update.startOffset(), batches),
                (outcome, state) -> {
                    if (outcome.kind() == Outcome.Kind.EXCEPTION) {
                        future.completeExceptionally(new IllegalStateException("no"));
                        return;
                    }
                    future.complete(new WriteShareGroupStateResult.Builder()
                            .setTopicsData(List.of(new TopicData<>(
                                    partition.topicId(),
                                    List.of(PartitionFactory.newPartitionErrorData(
                                            partition.partition(), outcome.error(), "no")))))
                            .build());
                });
        return future;
    }
}
