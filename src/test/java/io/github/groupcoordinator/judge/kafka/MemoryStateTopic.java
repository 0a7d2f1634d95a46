package io.github.groupcoordinator.judge.kafka;

import io.github.groupcoordinator.judge.ShareCoordinatorSide.Change;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.PartitionWriter;
import org.apache.kafka.coordinator.share.ShareCoordinatorRecordSerde;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.VerificationGuard;

/** The topic {@code __share_group_state} in memory: what the coordinator writes to, prunes, and loads from. */
final class MemoryStateTopic implements PartitionWriter, CoordinatorLoader<CoordinatorRecord> {
    private final Map<Integer, List<Change>> records = new TreeMap<>();
    private final Map<Integer, Long> starts = new TreeMap<>();
    private final Map<TopicPartition, Listener> listeners = new java.util.LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private int failNext = -1;

    List<Change> changes() {
        return changes;
    }

    void failNext(int partition) {
        failNext = partition;
    }

    private List<Change> of(TopicPartition tp) {
        return records.computeIfAbsent(tp.partition(), unused -> new ArrayList<>());
    }

    @Override
    public long append(TopicPartition tp, VerificationGuard guard, MemoryRecords batch, short transactionVersion) {
        if (failNext == tp.partition()) {
            failNext = -1;
            throw new NotEnoughReplicasException("the history asked for it");
        }
        for (Record record : batch.records()) {
            Change change = new Change(
                    tp.partition(),
                    of(tp).size(),
                    Utils.toArray(record.key()),
                    record.hasValue() ? Utils.toArray(record.value()) : null);
            of(tp).add(change);
            changes.add(change);
        }
        long endOffset = of(tp).size();
        Listener listener = listeners.get(tp);
        if (listener != null) {
            listener.onHighWatermarkUpdated(tp, endOffset);
        }
        return endOffset;
    }

    @Override
    public CompletableFuture<Void> deleteRecords(TopicPartition tp, long deleteBeforeOffset) {
        changes.add(new Change(tp.partition(), deleteBeforeOffset, null, null));
        starts.put(tp.partition(), deleteBeforeOffset);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<LoadSummary> load(TopicPartition tp, CoordinatorPlayback<CoordinatorRecord> coordinator) {
        ShareCoordinatorRecordSerde serde = new ShareCoordinatorRecordSerde();
        for (Change each : of(tp)) {
            if (each.offset() >= starts.getOrDefault(tp.partition(), 0L)) {
                ByteBuffer value = each.value() == null ? null : ByteBuffer.wrap(each.value());
                coordinator.replay(
                        each.offset(), -1L, (short) -1, serde.deserialize(ByteBuffer.wrap(each.key()), value));
            }
        }
        long endOffset = of(tp).size();
        if (endOffset > 0) {
            coordinator.updateLastWrittenOffset(endOffset);
            coordinator.updateLastCommittedOffset(endOffset);
        }
        return CompletableFuture.completedFuture(new LoadSummary(0, 0, 0, endOffset, 0));
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
        return new LogConfig(Map.of());
    }

    @Override
    public CompletableFuture<VerificationGuard> maybeStartTransactionVerification(
            TopicPartition tp, String transactionalId, long producerId, short producerEpoch, int apiVersion) {
        return CompletableFuture.completedFuture(VerificationGuard.SENTINEL);
    }

    @Override
    public void close() {
        // It has no files.
    }
}
