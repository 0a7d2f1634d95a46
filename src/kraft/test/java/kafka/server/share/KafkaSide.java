package kafka.server.share;

import io.github.groupcoordinator.kraft.share.Aborted;
import io.github.groupcoordinator.kraft.share.Acknowledged;
import io.github.groupcoordinator.kraft.share.Fetch;
import io.github.groupcoordinator.kraft.share.KafkasClock;
import io.github.groupcoordinator.kraft.share.LogBatch;
import io.github.groupcoordinator.kraft.share.Side;
import io.github.groupcoordinator.kraft.share.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.internals.ShareAcquireMode;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ShareFetchResponseData.AcquiredRecords;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.server.share.acknowledge.ShareAcknowledgementBatch;
import org.apache.kafka.server.share.fetch.InFlightBatch;
import org.apache.kafka.server.share.fetch.InFlightState;
import org.apache.kafka.server.share.fetch.ShareAcquiredRecords;
import org.apache.kafka.server.share.metrics.SharePartitionMetrics;
import org.apache.kafka.server.storage.log.FetchIsolation;
import org.apache.kafka.server.storage.log.FetchPartitionData;

/** Kafka's share partition; in its package, because that is who may make one. */
public final class KafkaSide implements Side {
    static final TopicIdPartition PARTITION = new TopicIdPartition(new Uuid(1, 2), 0, "t");
    private static final SharePartitionMetrics METRICS = new SharePartitionMetrics("g", "t", 0);

    private final World world;
    private final KafkasClock clock;
    private final KafkasReplicas replicas;
    private final KafkasGroupConfigs configs;
    private final KafkasPersister persister;
    private SharePartition partition;

    public KafkaSide(World world, long startMs) {
        this.world = world;
        this.clock = new KafkasClock(startMs);
        this.replicas = KafkasReplicas.make(world, clock);
        this.configs = KafkasGroupConfigs.make(world.settings);
        this.persister = new KafkasPersister(world, PARTITION);
    }

    @Override
    public void begin(int leaderEpoch) {
        partition = new SharePartition(
                "g",
                PARTITION,
                leaderEpoch,
                2_000,
                5,
                30_000,
                clock,
                clock.time(),
                persister,
                replicas,
                configs,
                SharePartition.SharePartitionState.EMPTY,
                null,
                METRICS);
    }

    private void note(String id, CompletableFuture<Void> future) {
        future.whenComplete((done, thrown) -> {
            Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
            world.note(id + " " + (cause == null ? Errors.NONE : Errors.forException(cause)).name());
        });
    }

    @Override
    public void initialize(String id) {
        note(id, partition.maybeInitialize());
    }

    @Override
    public String acquire(Fetch fetch) {
        FetchPartitionData data = new FetchPartitionData(
                Errors.NONE,
                world.log.end(),
                world.log.start(),
                records(fetch.batches()),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.of(fetch.aborted().stream().map(KafkaSide::aborted).toList()),
                OptionalInt.empty(),
                false);
        try {
            ShareAcquiredRecords acquired = partition.acquire(
                    fetch.member(),
                    fetch.recordLimit() ? ShareAcquireMode.RECORD_LIMIT : ShareAcquireMode.BATCH_OPTIMIZED,
                    fetch.batchSize(),
                    fetch.maxRecords(),
                    fetch.fetchOffset(),
                    data,
                    fetch.committed() ? FetchIsolation.TXN_COMMITTED : FetchIsolation.HIGH_WATERMARK);
            StringBuilder text = new StringBuilder(acquired.count() + ":");
            for (AcquiredRecords range : acquired.acquiredRecords()) {
                text.append(' ').append(range.firstOffset()).append('-').append(range.lastOffset());
                text.append('x').append(range.deliveryCount());
            }
            return text.toString();
        } catch (RuntimeException e) {
            return "failed";
        }
    }

    static FetchResponseData.AbortedTransaction aborted(Aborted aborted) {
        return new FetchResponseData.AbortedTransaction()
                .setProducerId(aborted.producerId())
                .setFirstOffset(aborted.firstOffset());
    }

    public static MemoryRecords records(List<LogBatch> batches) {
        List<ByteBuffer> parts = new ArrayList<>();
        int size = 0;
        for (LogBatch batch : batches) {
            ByteBuffer part = records(batch).buffer().duplicate();
            parts.add(part);
            size += part.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        parts.forEach(all::put);
        all.flip();
        return MemoryRecords.readableRecords(all);
    }

    private static MemoryRecords records(LogBatch batch) {
        if (batch.marker() != LogBatch.Marker.NONE) {
            ControlRecordType type =
                    batch.marker() == LogBatch.Marker.ABORT ? ControlRecordType.ABORT : ControlRecordType.COMMIT;
            return MemoryRecords.withEndTransactionMarker(
                    batch.base(), 0L, 0, batch.producerId(), (short) 0, new EndTransactionMarker(type, 0));
        }
        SimpleRecord[] records = new SimpleRecord[(int) (batch.last() - batch.base() + 1)];
        java.util.Arrays.setAll(records, i -> new SimpleRecord(0L, new byte[] {1}));
        if (batch.transactional()) {
            return MemoryRecords.withTransactionalRecords(
                    batch.base(), Compression.NONE, batch.producerId(), (short) 0, 0, 0, records);
        }
        return batch.producerId() < 0
                ? MemoryRecords.withRecords(batch.base(), Compression.NONE, records)
                : MemoryRecords.withIdempotentRecords(
                        batch.base(), Compression.NONE, batch.producerId(), (short) 0, 0, 0, records);
    }

    @Override
    public void acknowledge(String id, String member, List<Acknowledged> batches) {
        try {
            note(
                    id,
                    partition.acknowledge(
                            member,
                            batches.stream()
                                    .map(batch ->
                                            new ShareAcknowledgementBatch(batch.first(), batch.last(), batch.types()))
                                    .toList()));
        } catch (RuntimeException e) {
            world.note(id + " failed");
        }
    }

    @Override
    public void release(String id, String member) {
        note(id, partition.releaseAcquiredRecords(member));
    }

    @Override
    public void logStartMovedTo(long offset) {
        partition.updateCacheAndOffsets(offset);
    }

    @Override
    public void fence() {
        partition.markFenced();
    }

    private static Uuid fetchId(String fetch) {
        return new Uuid(3, fetch.hashCode());
    }

    @Override
    public boolean lockForFetch(String fetch) {
        return partition.maybeAcquireFetchLock(fetchId(fetch));
    }

    @Override
    public void unlockForFetch(String fetch) {
        partition.releaseFetchLock(fetchId(fetch));
    }

    @Override
    public void advance(long ms) {
        clock.advance(ms);
    }

    @Override
    public long nowMs() {
        return clock.time().milliseconds();
    }

    @Override
    public long nextFetchOffset() {
        return partition.nextFetchOffset();
    }

    @Override
    public boolean canAcquire() {
        return partition.canAcquireRecords();
    }

    @Override
    public String state() {
        return text(partition);
    }

    static String text(SharePartition partition) {
        StringBuilder text = new StringBuilder(
                partition.partitionState() + " " + partition.startOffset() + "-" + partition.endOffset() + " complete "
                        + partition.deliveryCompleteCount() + " epoch " + partition.stateEpoch());
        for (Map.Entry<Long, InFlightBatch> entry : partition.cachedState().entrySet()) {
            InFlightBatch batch = entry.getValue();
            if (batch.offsetState() == null) {
                text.append(line(batch.firstOffset(), batch.firstOffset(), batch.lastOffset(), whole(batch)));
            } else {
                batch.offsetState()
                        .forEach(
                                (offset, state) -> text.append(line(batch.firstOffset(), offset, offset, text(state))));
            }
        }
        return text.toString();
    }

    private static String line(long batch, long first, long last, String state) {
        return "\n" + batch + "|" + first + "-" + last + " " + state;
    }

    private static String whole(InFlightBatch batch) {
        return batch.batchState() + "x" + batch.batchDeliveryCount() + " " + batch.batchMemberId()
                + (batch.batchHasOngoingStateTransition() ? " in transition" : "") + " until "
                + (batch.batchAcquisitionLockTimeoutTask() == null
                        ? -1
                        : batch.batchAcquisitionLockTimeoutTask().expirationMs());
    }

    private static String text(InFlightState state) {
        return state.state() + "x" + state.deliveryCount() + " " + state.memberId()
                + (state.hasOngoingStateTransition() ? " in transition" : "") + " until "
                + (state.acquisitionLockTimeoutTask() == null
                        ? -1
                        : state.acquisitionLockTimeoutTask().expirationMs());
    }
}
