package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The compaction of a log: keeps the last record of every key. Offsets stay as they are. A tombstone stays until {@code
 * delete.retention.ms} after it was compacted first.
 *
 * <p>What an aborted transaction wrote goes, and markers stay. A compressed batch stays whole while one of its records
 * is needed.
 */
final class LogCompaction {
    private final long nowMs;
    private final LogUpkeep.Compaction settings;
    private final List<AbortedTransaction> aborted;
    private final Map<ByteBuffer, Long> latest = new TreeMap<>();

    /** Keys whose older records stay with a compressed batch: their tombstones must stay, too. */
    private final Set<ByteBuffer> shadowed = new TreeSet<>();

    /** Makes a compaction of a log at a moment. */
    LogCompaction(long nowMs, LogConfig config, List<AbortedTransaction> aborted) {
        this.nowMs = nowMs;
        this.settings = config.upkeep().compaction();
        this.aborted = aborted;
    }

    long nowMs() {
        return nowMs;
    }

    LogUpkeep.Compaction settings() {
        return settings;
    }

    /**
     * Returns the batches that remain.
     *
     * @param end the offset up to which the log is compacted; later batches remain as they are
     */
    List<StoredBatch> compact(List<StoredBatch> batches, long end) {
        for (StoredBatch batch : batches) {
            if (batch.lastOffset() < end && !batch.header().isControlBatch() && !isAborted(batch)) {
                for (LogRecord record : batch.records()) {
                    byte[] key = record.key();
                    if (key != null) {
                        latest.put(ByteBuffer.wrap(key), record.offset());
                    }
                }
            }
        }
        List<StoredBatch> remaining = new ArrayList<>();
        for (StoredBatch batch : batches) {
            if (batch.lastOffset() >= end || batch.header().isControlBatch()) {
                remaining.add(batch);
            } else if (!isAborted(batch)) {
                compact(batch, remaining);
            }
        }
        return remaining;
    }

    private boolean isAborted(StoredBatch batch) {
        BatchHeader header = batch.header();
        return header.isTransactional()
                && !header.isControlBatch()
                && aborted.stream()
                        .anyMatch(each -> each.producerId() == header.producerId()
                                && each.firstOffset() <= batch.baseOffset()
                                && batch.lastOffset() <= each.lastOffset());
    }

    private void compact(StoredBatch batch, List<StoredBatch> remaining) {
        List<LogRecord> records = batch.records();
        BitSet needed = new BitSet();
        boolean hasTombstone = false;
        for (int i = 0; i < records.size(); i++) {
            if (isNeeded(batch, records.get(i))) {
                needed.set(i);
                hasTombstone |= records.get(i).value() == null;
            }
        }
        if (needed.isEmpty()) {
            return;
        }
        StoredBatch rest = batch;
        if (needed.cardinality() < records.size()) {
            if (batch.header().isCompressed()) {
                remember(records);
            } else {
                rest = only(batch, records, needed);
            }
        }
        boolean isNewHorizon = hasTombstone && rest.deleteHorizonMs() == StoredBatch.NO_HORIZON;
        remaining.add(isNewHorizon ? rest.withDeleteHorizon(nowMs + settings.deleteRetentionMs()) : rest);
    }

    private boolean isNeeded(StoredBatch batch, LogRecord record) {
        byte[] key = record.key();
        if (key == null) {
            return false;
        }
        ByteBuffer wrapped = ByteBuffer.wrap(key);
        Long last = latest.get(wrapped);
        if (last != null && record.offset() < last) {
            return false;
        }
        boolean isOverdue = batch.deleteHorizonMs() != StoredBatch.NO_HORIZON && nowMs >= batch.deleteHorizonMs();
        return record.value() != null || !isOverdue || shadowed.contains(wrapped);
    }

    private void remember(List<LogRecord> records) {
        for (LogRecord record : records) {
            byte[] key = record.key();
            if (key != null) {
                shadowed.add(ByteBuffer.wrap(key));
            }
        }
    }

    /** Returns the batch with these of its records, byte for byte; it covers the same offsets as before. */
    private static StoredBatch only(StoredBatch batch, List<LogRecord> records, BitSet needed) {
        ByteBuffer in = batch.bytes().duplicate().position(BatchHeader.SIZE);
        ByteBuffer out = ByteBuffer.allocate(batch.sizeInBytes()).position(BatchHeader.SIZE);
        long maxTimestamp = BatchHeader.NO_TIMESTAMP;
        for (int i = 0; i < records.size(); i++) {
            int start = in.position();
            int size = Varints.readInt(in);
            int end = in.position() + size;
            if (needed.get(i)) {
                out.put(in.duplicate().position(start).limit(end));
                maxTimestamp = Math.max(maxTimestamp, records.get(i).timestamp());
            }
            in.position(end);
        }
        ByteBuffer bytes = out.flip().slice();
        batch.header()
                .withRecords(bytes.limit(), needed.cardinality(), maxTimestamp)
                .write(bytes);
        return StoredBatch.of(bytes).withDeleteHorizon(batch.deleteHorizonMs());
    }
}
