package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition: real record batches in memory. All replicas in sync share it, so the high watermark is the
 * log end offset after every append. The last stable offset is where the oldest open transaction began.
 */
public final class PartitionLog {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String partition;
    private final List<StoredBatch> batches = new ArrayList<>();
    private final LogTending upkeep = new LogTending();
    private final LeaderEpochs epochs = new LeaderEpochs();
    private ProducerStates producers;

    /** The state of the producers of deleted records: a truncation goes back to it at most. */
    private ProducerStates deletedProducers;

    private final List<AbortedTransaction> aborted = new ArrayList<>();
    private final List<Runnable> listeners = new ArrayList<>();
    private LogConfig config;
    private int leaderEpoch;
    private long logStartOffset;
    private long logEndOffset;
    private long deletedBytes;

    /**
     * Makes an empty log.
     *
     * @param partition shown in messages, for example {@code "orders-0"}
     */
    public PartitionLog(String partition, LogConfig config) {
        this.partition = partition;
        this.config = config;
        this.producers = new ProducerStates(partition);
        this.deletedProducers = new ProducerStates(partition);
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
        // Who asked to begin a transaction, only the old leader knows.
        producers.forgetVerifications();
    }

    /**
     * Appends what a client produced: exactly one batch of magic v2, as it is, compressed or not; only offset, leader
     * epoch and timestamp type are stamped. The bytes handed in are not changed. A transactional batch must belong to a
     * transaction that is open here.
     *
     * @throws org.apache.kafka.common.errors.ApiException if the batch is refused; then nothing was appended
     */
    public AppendResult appendProduced(ByteBuffer records, long nowMs) {
        return appendProduced(records, nowMs, false);
    }

    /**
     * Appends what a client produced.
     *
     * @param mayBegin whether the transaction coordinator knows that the producer's transaction touches this partition
     * @throws org.apache.kafka.common.errors.ApiException if the batch is refused; then nothing was appended
     */
    public AppendResult appendProduced(ByteBuffer records, long nowMs, boolean mayBegin) {
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
            if (stored.header().isTransactional()) {
                producers.requireTransaction(stored.header(), mayBegin);
            }
            producers.validate(stored.header());
            producers.appended(stored.header());
        }
        add(stored, nowMs);
        return appended(stored, nowMs);
    }

    /** Appends a coordinator's own records as one batch. */
    public AppendResult append(List<RecordBatches.KeyValue> records, long nowMs) {
        StoredBatch stored = written(RecordBatches.write(records, nowMs), nowMs);
        add(stored, nowMs);
        return appended(stored, nowMs);
    }

    /**
     * Appends a coordinator's own records as one batch of a producer's transaction.
     *
     * @param mayBegin whether the transaction coordinator knows that the producer's transaction touches this partition
     */
    public AppendResult appendTransactional(
            List<RecordBatches.KeyValue> records, long producerId, short producerEpoch, boolean mayBegin, long nowMs) {
        StoredBatch stored =
                written(RecordBatches.writeTransactional(records, nowMs, producerId, producerEpoch), nowMs);
        producers.requireTransaction(stored.header(), mayBegin);
        producers.validateEpoch(stored.header());
        producers.appended(stored.header());
        add(stored, nowMs);
        return appended(stored, nowMs);
    }

    /** Appends the marker that ends a producer's transaction here. */
    public AppendResult appendMarker(TransactionMarker marker, long nowMs) {
        marker.requireProducer();
        producers.validateMarker(marker, logEndOffset);
        StoredBatch stored = written(RecordBatches.writeMarker(marker, nowMs), nowMs);
        long began = producers.ended(marker, nowMs);
        if (began >= 0 && !marker.committed()) {
            long undecided = producers.firstUnstableOffset();
            aborted.add(new AbortedTransaction(
                    marker.producerId(),
                    began,
                    stored.lastOffset(),
                    undecided >= 0 ? undecided : stored.lastOffset() + 1));
        }
        add(stored, nowMs);
        return appended(stored, nowMs);
    }

    private StoredBatch written(ByteBuffer batch, long nowMs) {
        // Its checksum was just made, and is not looked at again.
        new ProducedBatch(partition, config, nowMs).validateSize(batch.limit());
        stamp(batch, nowMs);
        return StoredBatch.of(batch);
    }

    private AppendResult appended(StoredBatch stored, long nowMs) {
        return new AppendResult(
                stored.baseOffset(), stored.lastOffset(), config.logAppendTime() ? nowMs : -1L, logStartOffset);
    }

    /**
     * Notes that a producer asks to write here, within a transaction, from this sequence on.
     *
     * @param supportsEpochBump whether the request itself adds the partition to the transaction (KIP-890)
     * @return whether the transaction coordinator is to be asked; not if the transaction is open here already
     * @throws org.apache.kafka.common.errors.InvalidProducerEpochException if the producer has a higher epoch by now
     */
    public boolean startVerification(
            long producerId, short producerEpoch, int sequence, boolean supportsEpochBump, long nowMs) {
        return producers.startVerification(producerId, producerEpoch, sequence, supportsEpochBump, nowMs);
    }

    /** Returns the producers in order of their ids. */
    public List<ActiveProducer> activeProducers() {
        return producers.active();
    }

    private void stamp(ByteBuffer batch, long maxTimestamp) {
        batch.putLong(0, logEndOffset);
        batch.putInt(BatchHeader.LEADER_EPOCH_AT, leaderEpoch);
        BatchHeader.stampMaxTimestamp(batch, config.logAppendTime(), maxTimestamp);
    }

    private void add(StoredBatch stored, long nowMs) {
        batches.add(stored);
        upkeep.appended(stored, nowMs, config.upkeep());
        logEndOffset = stored.lastOffset() + 1;
        wakeListeners();
    }

    /** Runs the listeners as an append does, for example because the log is no more. */
    public void wakeListeners() {
        if (listeners.isEmpty()) {
            return;
        }
        for (Runnable listener : new ArrayList<>(listeners)) {
            listener.run();
        }
    }

    /** Returns where the segment begins that holds what a read from the offset finds first. */
    public long segmentOf(long offset) {
        int first = indexOf(offset);
        return upkeep.segmentOf(
                first < batches.size() ? Math.max(offset, batches.get(first).baseOffset()) : offset);
    }

    /** Returns how many bytes were ever appended before what a read from the offset finds first. */
    public long positionOf(long offset) {
        long bytes = deletedBytes;
        for (StoredBatch batch : batches.subList(0, indexOf(offset))) {
            bytes += batch.sizeInBytes();
        }
        return bytes;
    }

    /** Returns how many bytes a read from the offset could return, whole batches before the end offset counted. */
    public long bytesBetween(long offset, long endOffset) {
        long bytes = 0;
        for (StoredBatch batch : batches.subList(indexOf(offset), batches.size())) {
            if (batch.baseOffset() < endOffset) {
                bytes += batch.sizeInBytes();
            }
        }
        return bytes;
    }

    /** Returns how many records there are from one offset up to another, markers of transactions not counted. */
    public long recordsBetween(long offset, long endOffset) {
        long records = 0;
        long first = Math.max(offset, logStartOffset);
        for (StoredBatch batch : batches.subList(indexOf(first), batches.size())) {
            if (batch.baseOffset() < endOffset && !batch.header().isControlBatch()) {
                records += batch.recordsBetween(first, endOffset);
            }
        }
        return records;
    }

    /**
     * Reads whole batches from the one that holds the offset.
     *
     * @param maxBytes how much to read at most
     * @param minOneBatch whether the first batch is read even if it is larger
     * @throws OffsetOutOfRangeException if the offset is before the log start or behind the log end
     */
    public ByteBuffer read(long offset, int maxBytes, boolean minOneBatch) {
        int first = requireInRange(offset);
        return copy(first, lastFitting(first, logEndOffset, maxBytes, minOneBatch));
    }

    /** Reads as above, but only what is decided; says which transactions that lie in it were aborted. */
    public LogRead readCommitted(long offset, int maxBytes, boolean minOneBatch) {
        int first = requireInRange(offset);
        int next = lastFitting(first, lastStableOffset(), maxBytes, minOneBatch);
        long upperBound = next < batches.size() ? batches.get(next).baseOffset() : logEndOffset;
        List<AbortedTransaction> touched = new ArrayList<>();
        if (next > first) {
            for (AbortedTransaction each : aborted) {
                if (each.lastOffset() >= offset && each.firstOffset() < upperBound) {
                    touched.add(each);
                }
            }
        }
        return new LogRead(copy(first, next), touched);
    }

    private int requireInRange(long offset) {
        if (offset < logStartOffset || offset > logEndOffset) {
            throw new OffsetOutOfRangeException("Received request for offset " + offset + " for partition " + partition
                    + ", but we only have log segments from offset " + logStartOffset + " up to " + logEndOffset
                    + ".");
        }
        return indexOf(offset);
    }

    /** Returns the place behind the last batch that a read takes. */
    private int lastFitting(int first, long endOffset, int maxBytes, boolean minOneBatch) {
        int next = first;
        long size = 0;
        while (next < batches.size() && batches.get(next).baseOffset() < endOffset) {
            size += batches.get(next).sizeInBytes();
            if (size > maxBytes && !(minOneBatch && next == first)) {
                break;
            }
            next++;
        }
        return next;
    }

    private ByteBuffer copy(int first, int next) {
        int size = 0;
        for (StoredBatch batch : batches.subList(first, next)) {
            size += batch.sizeInBytes();
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

    /** Hands over everything from the log start on, oldest first. */
    public void replay(LogReplay each) {
        for (StoredBatch batch : List.copyOf(batches)) {
            BatchHeader header = batch.header();
            each.batch(batch.baseOffset(), batch.lastOffset(), header.partitionLeaderEpoch(), header.compression());
            for (LogRecord record : batch.records()) {
                if (record.offset() < logStartOffset) {
                    continue;
                }
                byte[] key = record.key();
                if (!header.isControlBatch()) {
                    each.record(record, header.isTransactional() ? header.producerId() : BatchHeader.NO_PRODUCER_ID);
                } else if (key != null) {
                    each.marker(header.producerId(), TransactionMarker.isCommit(key));
                }
            }
        }
    }

    /** Returns the first record whose timestamp is not before the given one, or null. */
    public @Nullable TimestampAndOffset firstAtOrAfter(long timestampMs) {
        for (StoredBatch batch : batches) {
            if (batch.header().maxTimestamp() >= timestampMs) {
                TimestampAndOffset found = batch.firstAtOrAfter(timestampMs, logStartOffset);
                if (found != null) {
                    return found;
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
        return latest == null ? null : latest.firstAtOrAfter(latest.header().maxTimestamp(), Long.MIN_VALUE);
    }

    /** Returns the log start with the epoch that it belongs to. */
    public TimestampAndOffset earliest() {
        return new TimestampAndOffset(BatchHeader.NO_TIMESTAMP, logStartOffset, epochs.epochAt(logStartOffset));
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
        List<StoredBatch> deleted = batches.subList(0, indexOf(offset));
        write(deleted, deletedProducers);
        deleted.forEach(batch -> deletedBytes += batch.sizeInBytes());
        deleted.clear();
        aborted.removeIf(each -> each.lastOffset() < offset);
        epochs.truncateBefore(offset);
    }

    /**
     * Drops the newest records, as a replica does that finds its log at odds with its leader's. Batches are dropped as
     * a whole: the log may end before the given offset. A replica that had stopped before the log start keeps nothing,
     * and its log begins where it stopped. Otherwise it knows the producers of what has been deleted, too: a replica
     * forgets none as records are deleted. Nobody is woken: that is for whoever begins the next epoch.
     */
    public void truncateTo(long offset) {
        if (offset >= logEndOffset) {
            return;
        }
        boolean hadStoppedBefore = offset < logStartOffset;
        logStartOffset = Math.min(logStartOffset, offset);
        int kept = indexOf(offset);
        // Compaction leaves gaps between batches.
        long cut = kept < batches.size() ? Math.min(offset, batches.get(kept).baseOffset()) : offset;
        logEndOffset = Math.max(logStartOffset, cut);
        batches.subList(kept, batches.size()).clear();
        epochs.truncateFrom(logEndOffset);
        aborted.removeIf(transaction -> transaction.lastOffset() >= logEndOffset);
        if (hadStoppedBefore) {
            deletedProducers = new ProducerStates(partition);
        }
        producers = deletedProducers.copy();
        write(batches, producers);
        upkeep.truncated(batches, logEndOffset);
    }

    /** Lets producers become what they are once these batches have been written. */
    private static void write(List<StoredBatch> written, ProducerStates states) {
        for (StoredBatch batch : written) {
            BatchHeader header = batch.header();
            if (header.isControlBatch()) {
                for (LogRecord control : batch.records()) {
                    states.ended(TransactionMarker.of(header, control), control.timestamp());
                }
            } else if (header.hasProducerId()) {
                states.appended(header);
            }
        }
    }

    /**
     * Does what Kafka's background threads have done to the log by now: they delete and compact whole segments, at
     * moments of their own. Nobody sees the log between such a moment and the next look at it, so that it is enough to
     * call this before every look and every change.
     */
    public void tend(long nowMs, UpkeepTimes times) {
        if (!upkeep.isDue(nowMs)) {
            return;
        }
        for (long cleaningMs : upkeep.cleanings(nowMs, times, config)) {
            List<StoredBatch> remaining = upkeep.compact(
                    batches, logStartOffset, lastStableOffset(), new LogCompaction(cleaningMs, config, aborted));
            batches.clear();
            batches.addAll(remaining);
        }
        deleteRecordsBefore(upkeep.expire(nowMs, times, config, logStartOffset, highWatermark()));
        if (upkeep.checksProducers(nowMs, times)) {
            producers.expire(times.lastProducerCheck(nowMs) - times.producers().afterMs());
            deletedProducers.retain(producers);
        }
        upkeep.tended(nowMs);
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

    /** Returns the offset before which every transaction is decided. */
    public long lastStableOffset() {
        long undecided = producers.firstUnstableOffset();
        if (undecided >= 0 && undecided < logStartOffset) {
            // As in Kafka: what is left of it begins with the batch that the log start lies in.
            int first = indexOf(logStartOffset);
            undecided = first < batches.size() ? batches.get(first).baseOffset() : logStartOffset;
        }
        return undecided < 0 ? highWatermark() : Math.min(highWatermark(), undecided);
    }

    @Override
    public String toString() {
        return partition + " [" + logStartOffset + ", " + logEndOffset + ")";
    }
}
