package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition: real record batches in memory. There is one replica, so the high watermark is the log end
 * offset after every append, and, without transactions, so is the last stable offset.
 */
public final class PartitionLog {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String partition;
    private final List<StoredBatch> batches = new ArrayList<>();
    private final LeaderEpochs epochs = new LeaderEpochs();
    private final ProducerStates producers = new ProducerStates();
    private final List<Runnable> listeners = new ArrayList<>();
    private LogConfig config;
    private int leaderEpoch;
    private long logStartOffset;
    private long logEndOffset;

    /**
     * Makes an empty log.
     *
     * @param partition shown in messages, for example {@code "orders-0"}
     */
    public PartitionLog(String partition, LogConfig config) {
        this.partition = partition;
        this.config = config;
        epochs.begin(0, 0L);
    }

    /** Takes other topic properties; what lies in the log already stays as it is. */
    public void configure(LogConfig newConfig) {
        config = newConfig;
    }

    /** Begins a new leader epoch at the end of the log. */
    public void beginLeaderEpoch(int newLeaderEpoch) {
        if (newLeaderEpoch <= leaderEpoch) {
            throw new IllegalArgumentException(
                    partition + " is at leader epoch " + leaderEpoch + " and cannot go to " + newLeaderEpoch);
        }
        leaderEpoch = newLeaderEpoch;
        epochs.begin(newLeaderEpoch, logEndOffset);
    }

    /**
     * Appends what a client produced: exactly one batch of magic v2, as it is, compressed or not; only offset, leader
     * epoch and timestamp type are stamped. The bytes handed in are not changed.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the batch is refused; then nothing was appended
     */
    public AppendResult appendProduced(ByteBuffer records, long nowMs) {
        ByteBuffer batch = ProducedBatch.only(records);
        BatchHeader header = BatchHeader.read(batch);
        ProducedBatch check = new ProducedBatch(partition, config, nowMs);
        check.validateBytes(header, batch);
        long maxTimestamp = check.validateRecords(header, batch);
        stamp(batch, config.logAppendTime() ? nowMs : maxTimestamp);
        StoredBatch stored = StoredBatch.of(batch);
        if (stored.header().hasProducerId()) {
            ProducerStates.BatchMetadata original = producers.duplicateOf(stored.header());
            if (original != null) {
                return new AppendResult(
                        original.baseOffset(), original.lastOffset(), original.timestamp(), logStartOffset);
            }
            producers.validate(stored.header(), partition);
            producers.appended(stored.header());
        }
        add(stored);
        return new AppendResult(
                stored.baseOffset(), stored.lastOffset(), config.logAppendTime() ? nowMs : -1L, logStartOffset);
    }

    /** Appends a coordinator's own records as one batch. */
    public AppendResult append(List<RecordBatches.KeyValue> records, long nowMs) {
        ByteBuffer batch = RecordBatches.write(records, nowMs);
        new ProducedBatch(partition, config, nowMs).validateBytes(BatchHeader.read(batch), batch);
        stamp(batch, nowMs);
        StoredBatch stored = StoredBatch.of(batch);
        add(stored);
        return new AppendResult(
                stored.baseOffset(), stored.lastOffset(), config.logAppendTime() ? nowMs : -1L, logStartOffset);
    }

    private void stamp(ByteBuffer batch, long maxTimestamp) {
        batch.putLong(0, logEndOffset);
        batch.putInt(BatchHeader.LEADER_EPOCH_AT, leaderEpoch);
        BatchHeader.stampMaxTimestamp(batch, config.logAppendTime(), maxTimestamp);
    }

    private void add(StoredBatch stored) {
        batches.add(stored);
        logEndOffset = stored.lastOffset() + 1;
        wakeListeners();
    }

    /** Runs the listeners as an append does, for example because the log is no more. */
    public void wakeListeners() {
        for (Runnable listener : new ArrayList<>(listeners)) {
            listener.run();
        }
    }

    /** Returns how many bytes a read from the offset could return, whole batches counted. */
    public long bytesFrom(long offset) {
        long bytes = 0;
        for (StoredBatch batch : batches.subList(indexOf(offset), batches.size())) {
            bytes += batch.sizeInBytes();
        }
        return bytes;
    }

    /**
     * Reads whole batches from the one that holds the offset.
     *
     * @param maxBytes how much to read at most
     * @param minOneBatch whether the first batch is read even if it is larger
     * @throws OffsetOutOfRangeException if the offset is before the log start or behind the log end
     */
    public ByteBuffer read(long offset, int maxBytes, boolean minOneBatch) {
        if (offset < logStartOffset || offset > logEndOffset) {
            throw new OffsetOutOfRangeException("Received request for offset " + offset + " for partition " + partition
                    + ", but we only have log segments from offset " + logStartOffset + " up to " + logEndOffset
                    + ".");
        }
        int first = indexOf(offset);
        int next = first;
        int size = 0;
        while (next < batches.size()) {
            int more = batches.get(next).sizeInBytes();
            if (size + (long) more > maxBytes && !(minOneBatch && next == first)) {
                break;
            }
            size += more;
            next++;
        }
        if (size == 0) {
            return NOTHING.duplicate();
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (StoredBatch batch : batches.subList(first, next)) {
            bytes.put(batch.bytes().duplicate());
        }
        return bytes.flip();
    }

    /** Returns the place of the first batch that ends at or behind the offset. */
    private int indexOf(long offset) {
        int low = 0;
        int high = batches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (batches.get(middle).lastOffset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Hands over every record from the log start on, oldest first. */
    public void forEachRecord(Consumer<LogRecord> each) {
        for (StoredBatch batch : List.copyOf(batches)) {
            for (LogRecord record : batch.records()) {
                if (record.offset() >= logStartOffset) {
                    each.accept(record);
                }
            }
        }
    }

    /** Returns the first record whose timestamp is not before the given one, or null. */
    public @Nullable TimestampAndOffset firstAtOrAfter(long timestampMs) {
        for (StoredBatch batch : batches) {
            if (batch.header().maxTimestamp() >= timestampMs) {
                for (LogRecord record : batch.records()) {
                    if (record.timestamp() >= timestampMs && record.offset() >= logStartOffset) {
                        return found(record, batch);
                    }
                }
            }
        }
        return null;
    }

    /** Returns the first record with the largest timestamp, or null if the log is empty. */
    public @Nullable TimestampAndOffset withMaxTimestamp() {
        StoredBatch latest = null;
        for (StoredBatch batch : batches) {
            if (latest == null
                    || batch.header().maxTimestamp() > latest.header().maxTimestamp()) {
                latest = batch;
            }
        }
        if (latest == null) {
            return null;
        }
        for (LogRecord record : latest.records()) {
            if (record.timestamp() == latest.header().maxTimestamp()) {
                return found(record, latest);
            }
        }
        return null;
    }

    private static TimestampAndOffset found(LogRecord record, StoredBatch batch) {
        return new TimestampAndOffset(
                record.timestamp(), record.offset(), batch.header().partitionLeaderEpoch());
    }

    /** Returns the log start with the epoch that it belongs to. */
    public TimestampAndOffset earliest() {
        return new TimestampAndOffset(BatchHeader.NO_TIMESTAMP, logStartOffset, epochs.epochAt(logStartOffset));
    }

    /** Returns the high watermark with the current leader epoch. */
    public TimestampAndOffset latest() {
        return new TimestampAndOffset(BatchHeader.NO_TIMESTAMP, highWatermark(), leaderEpoch);
    }

    /** Returns where a leader epoch ended; the current one ends at the log end. */
    public EpochEndOffset endOffsetFor(int askedLeaderEpoch) {
        return epochs.endOffsetFor(askedLeaderEpoch, logEndOffset);
    }

    /**
     * Moves the log start, as deleting records does; batches that lie wholly before it are dropped. A log that begins
     * behind the offset already stays as it is.
     *
     * @throws OffsetOutOfRangeException if the offset is negative or behind the high watermark
     */
    public void deleteRecordsBefore(long offset) {
        if (offset < 0 || offset > highWatermark()) {
            throw new OffsetOutOfRangeException("Cannot move the log start of " + partition + " from " + logStartOffset
                    + " to " + offset + "; the high watermark is " + highWatermark());
        }
        if (offset <= logStartOffset) {
            return;
        }
        logStartOffset = offset;
        batches.removeIf(batch -> batch.lastOffset() < offset);
        epochs.truncateBefore(offset);
    }

    /** Runs the task after every append, until it is {@linkplain #removeListener removed}. */
    public void addListener(Runnable afterAppend) {
        listeners.add(afterAppend);
    }

    public void removeListener(Runnable afterAppend) {
        listeners.remove(afterAppend);
    }

    public int leaderEpoch() {
        return leaderEpoch;
    }

    public long logStartOffset() {
        return logStartOffset;
    }

    public long logEndOffset() {
        return logEndOffset;
    }

    public long highWatermark() {
        return logEndOffset;
    }

    @Override
    public String toString() {
        return partition + " [" + logStartOffset + ", " + logEndOffset + ")";
    }
}
