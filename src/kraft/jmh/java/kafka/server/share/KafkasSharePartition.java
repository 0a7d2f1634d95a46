package kafka.server.share;

import io.github.groupcoordinator.kraft.benchmark.SharePartitionBenchmark;
import io.github.groupcoordinator.kraft.benchmark.SharePartitionPeer;
import io.github.groupcoordinator.kraft.benchmark.SharedRecords;
import io.github.groupcoordinator.kraft.share.KafkasClock;
import io.github.groupcoordinator.kraft.share.Made;
import io.github.groupcoordinator.kraft.share.Settings;
import io.github.groupcoordinator.kraft.share.SimLog;
import io.github.groupcoordinator.kraft.share.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.internals.ShareAcquireMode;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.coordinator.group.GroupConfigManager;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;
import org.apache.kafka.server.share.metrics.SharePartitionMetrics;
import org.apache.kafka.server.share.persister.PartitionFactory;
import org.apache.kafka.server.share.persister.ReadShareGroupStateParameters;
import org.apache.kafka.server.share.persister.ReadShareGroupStateResult;
import org.apache.kafka.server.share.persister.TopicData;
import org.apache.kafka.server.share.persister.WriteShareGroupStateParameters;
import org.apache.kafka.server.share.persister.WriteShareGroupStateResult;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.storage.log.FetchPartitionData;
import org.apache.kafka.server.util.timer.SystemTimer;

/** Kafka's share partition, over a persister that has done everything at once, and with Kafka's own timer wheel. */
public final class KafkasSharePartition implements SharePartitionPeer {
    private static final TopicIdPartition PARTITION = new TopicIdPartition(new Uuid(1, 2), 0, "t");
    private static final int MOST_LOCKS = 2_000;
    private static final int DELIVERY_COUNT_LIMIT = 5;
    private static final int LOCK_MS = 30_000;

    private final SystemTimer timer = new SystemTimer("locks");
    private final SharePartition partition = new SharePartition(
            "g",
            PARTITION,
            0,
            MOST_LOCKS,
            DELIVERY_COUNT_LIMIT,
            LOCK_MS,
            timer,
            Time.SYSTEM,
            new AtOnce(),
            KafkasReplicas.make(new Silent(), new KafkasClock(0)),
            Made.withoutConstructor(NoConfigs.class),
            SharePartition.SharePartitionState.EMPTY,
            null,
            new SharePartitionMetrics("g", "t", 0));

    public KafkasSharePartition() {
        partition.maybeInitialize().join();
    }

    @Override
    public int acquire(long offset, SharedRecords records) {
        FetchPartitionData data = new FetchPartitionData(
                Errors.NONE,
                Long.MAX_VALUE,
                0,
                records.recordsFrom(offset),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false);
        return partition
                .acquire(
                        SharePartitionBenchmark.MEMBER,
                        ShareAcquireMode.BATCH_OPTIMIZED,
                        SharePartitionBenchmark.RECORDS,
                        SharePartitionBenchmark.RECORDS,
                        offset,
                        data,
                        FetchIsolation.HIGH_WATERMARK)
                .count();
    }

    @Override
    public void acknowledge(long firstOffset, long lastOffset, List<Byte> types) {
        partition
                .acknowledge(
                        SharePartitionBenchmark.MEMBER,
                        List.of(new ShareAcknowledgementBatch(firstOffset, lastOffset, types)))
                .join();
    }

    @Override
    public long startOffset() {
        return partition.startOffset();
    }

    /** Surroundings that note nothing. */
    private static final class Silent extends World {
        Silent() {
            super(new Settings(), new SimLog());
        }

        @Override
        public void note(String what) {
            // Nobody looks.
        }
    }

    /** Groups without configurations of their own. Its constructor is never run. */
    private static final class NoConfigs extends GroupConfigManager {
        private NoConfigs() {
            super(Map.of(), null, null);
        }

        @Override
        public Optional<GroupConfig> groupConfig(String groupId) {
            return Optional.empty();
        }
    }

    /** A persister that has done what it is asked for. */
    private static final class AtOnce extends ReadsAndWrites {
        @Override
        public CompletableFuture<ReadShareGroupStateResult> readState(ReadShareGroupStateParameters request) {
            return CompletableFuture.completedFuture(new ReadShareGroupStateResult.Builder()
                    .setTopicsData(List.of(new TopicData<>(
                            PARTITION.topicId(),
                            List.of(PartitionFactory.newPartitionAllData(0, 0, 0, Errors.NONE.code(), "", List.of())))))
                    .build());
        }

        @Override
        public CompletableFuture<WriteShareGroupStateResult> writeState(WriteShareGroupStateParameters request) {
            return CompletableFuture.completedFuture(new WriteShareGroupStateResult.Builder()
                    .setTopicsData(List.of(new TopicData<>(
                            PARTITION.topicId(),
                            List.of(PartitionFactory.newPartitionErrorData(0, Errors.NONE.code(), "")))))
                    .build());
        }
    }
}
