package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import io.github.groupcoordinator.internal.share.batch.AcquireRequest;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** A share partition over a log of given batches, with a persister that answers at once unless it is held. */
final class ShareBench implements ShareGroupSettings, LogOffsets, ShareStatePersister {
    static final SharePartitionKey KEY = new SharePartitionKey("work", new TopicIdPartition(new Uuid(1, 2), 0, "jobs"));

    final EventLoop loop = new EventLoop(Instant.ofEpochMilli(0));
    final List<Update> writes = new ArrayList<>();
    final Deque<Consumer<WriteResult>> heldWrites = new ArrayDeque<>();
    final List<RecordChange> changes = new ArrayList<>();
    final List<FetchedBatch> log = new ArrayList<>();
    final List<FetchedRecords.Aborted> aborted = new ArrayList<>();
    boolean holdWrites;
    int wakes;
    int lockMs = 30_000;
    int deliveryCountLimit = 5;
    int maxRecordLocks = 2_000;
    boolean renew = true;
    OffsetReset reset = OffsetReset.EARLIEST;
    long logStart;
    OptionalLong byTime = OptionalLong.empty();
    ReadResult stored = ReadResult.of(3, 0, List.of());
    SharePartition partition = newPartition();

    SharePartition newPartition() {
        return new SharePartition(KEY, 7, new ShareEnvironment(loop, this, this, this, changes::add, () -> wakes++));
    }

    /** Loads, and has a log of batches of these sizes. */
    static ShareBench withBatches(int... sizes) {
        ShareBench bench = new ShareBench();
        bench.produce(sizes);
        bench.initialize();
        return bench;
    }

    void produce(int... sizes) {
        for (int size : sizes) {
            long base = end();
            log.add(batch(base, base + size - 1));
        }
    }

    static FetchedBatch batch(long baseOffset, long lastOffset) {
        return new FetchedBatch(baseOffset, lastOffset, 100, -1L, false, false);
    }

    long end() {
        return log.isEmpty() ? logStart : log.get(log.size() - 1).lastOffset() + 1;
    }

    String initialize() {
        String[] outcome = {"waits"};
        partition.maybeInitialize(failure ->
                outcome[0] = failure == null ? "NONE" : failure.error().name());
        return outcome[0];
    }

    /** Fetches from the next offset on and returns what was acquired, as {@code "0-2x1 3-4x2"}. */
    String fetch(String member, AcquireMode mode, int batchSize, int maxRecords) {
        long from = partition.nextFetchOffset();
        List<FetchedBatch> read =
                log.stream().filter(batch -> batch.lastOffset() >= from).toList();
        AcquiredRecords acquired = partition.acquire(
                new AcquireRequest(member, mode, batchSize, maxRecords), new FetchedRecords(from, read, aborted));
        List<String> ranges = new ArrayList<>();
        for (AcquiredRecords.Range range : acquired.ranges()) {
            ranges.add(range.firstOffset() + "-" + range.lastOffset() + "x" + range.deliveryCount());
        }
        return String.join(" ", ranges);
    }

    String fetch(String member, int maxRecords) {
        return fetch(member, AcquireMode.BATCH_OPTIMIZED, 500, maxRecords);
    }

    String fetch(String member) {
        return fetch(member, 500);
    }

    String acknowledge(String member, long first, long last, AcknowledgeType type) {
        return acknowledge(member, List.of(AcknowledgementBatch.of(first, last, type)));
    }

    String acknowledge(String member, List<AcknowledgementBatch> batches) {
        String[] outcome = {"waits"};
        partition.acknowledge(
                member,
                batches,
                failure ->
                        outcome[0] = failure == null ? "NONE" : failure.error().name());
        return outcome[0];
    }

    /** Releases all that is in flight and acquired by the member. */
    void release(String member) {
        partition.releaseAcquired(member, failure -> {});
    }

    void answerHeldWrite(Errors error) {
        heldWrites.remove().accept(new WriteResult(error, "because the test says so"));
    }

    void advance(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }

    /** Returns what is in flight, as {@code "0-4 ACQUIRED x1 m1, 5-5 AVAILABLE x1"}. */
    String inFlight() {
        List<String> lines = new ArrayList<>();
        for (InFlightRange range : partition.inFlight()) {
            lines.add(range.firstOffset() + "-" + range.lastOffset() + " " + range.state() + " x"
                    + range.deliveryCount() + (range.memberId().isEmpty() ? "" : " " + range.memberId())
                    + (range.inTransition() ? " in transition" : ""));
        }
        return String.join(", ", lines);
    }

    /** Returns where the partition starts and ends and how much of it is done with, as {@code "3-9 complete 2"}. */
    String offsets() {
        return partition.startOffset() + "-" + partition.endOffset() + " complete " + partition.deliveryCompleteCount();
    }

    static StateBatch available(long first, long last, int deliveryCount) {
        return new StateBatch(first, last, (byte) 0, (short) deliveryCount);
    }

    static StateBatch acknowledged(long first, long last) {
        return new StateBatch(first, last, (byte) 2, (short) 1);
    }

    @Override
    public int recordLockDurationMs() {
        return lockMs;
    }

    @Override
    public int deliveryCountLimit() {
        return deliveryCountLimit;
    }

    @Override
    public int partitionMaxRecordLocks() {
        return maxRecordLocks;
    }

    @Override
    public boolean renewAcknowledgeEnabled() {
        return renew;
    }

    @Override
    public OffsetReset offsetReset() {
        return reset;
    }

    @Override
    public long earliest() {
        return logStart;
    }

    @Override
    public long latest() {
        return end();
    }

    @Override
    public OptionalLong firstAtOrAfter(long timestampMs) {
        return byTime;
    }

    @Override
    public void read(SharePartitionKey asked, int leaderEpoch, Consumer<ReadResult> done) {
        done.accept(stored);
    }

    @Override
    public void write(SharePartitionKey asked, Update update, Consumer<WriteResult> done) {
        writes.add(update);
        if (holdWrites) {
            heldWrites.add(done);
        } else {
            done.accept(WriteResult.DONE);
        }
    }
}
