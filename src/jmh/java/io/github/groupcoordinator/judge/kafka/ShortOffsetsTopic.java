package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.benchmark.Kept;
import io.github.groupcoordinator.benchmark.Load;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** An offsets topic in memory that keeps a copy of each batch, and forgets them before they fill the heap. */
final class ShortOffsetsTopic implements PartitionWriter, CoordinatorLoader<CoordinatorRecord> {
    private static final LogConfig CONFIG =
            new LogConfig(Map.of("max.message.bytes", Integer.toString(Load.MAX_MESSAGE_BYTES)));

    private final Map<TopicPartition, Listener> listeners = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> endOffsets = new LinkedHashMap<>();
    private final List<byte[]> batches = new ArrayList<>();
    private final Kept kept = new Kept();

    @Override
    public long append(TopicPartition tp, VerificationGuard guard, MemoryRecords batch, short transactionVersion) {
        long lastOffset = batch.lastBatch().map(last -> last.lastOffset()).orElse(-1L);
        byte[] copy = new byte[batch.buffer().remaining()];
        if (kept.isFullWith((int) lastOffset + 1, copy.length)) {
            batches.clear();
        }
        batch.buffer().duplicate().get(copy);
        batches.add(copy);
        long endOffset = endOffsets.merge(tp, lastOffset + 1, Long::sum);
        Listener listener = listeners.get(tp);
        if (listener != null) {
            listener.onHighWatermarkUpdated(tp, endOffset);
        }
        return endOffset;
    }

    @Override
    public CompletableFuture<LoadSummary> load(TopicPartition tp, CoordinatorPlayback<CoordinatorRecord> coordinator) {
        return CompletableFuture.completedFuture(new LoadSummary(0, 0, 0, 0, 0));
    }

    @Override
    public void registerListener(TopicPartition tp, Listener listener) {
        listeners.put(tp, listener);
    }

    @Override
    public void deregisterListener(TopicPartition tp, Listener listener) {
        listeners.remove(tp, listener);
    }

    @Override
    public LogConfig config(TopicPartition tp) {
        return CONFIG;
    }

    @Override
    public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
            TopicPartition tp, String transactionalId, long producerId, short producerEpoch, int apiVersion) {
        return CompletableFuture.completedFuture(VerificationGuard.SENTINEL);
    }

    @Override
    public CompletableFuture<Void> deleteRecords(TopicPartition tp, long deleteBeforeOffset) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
