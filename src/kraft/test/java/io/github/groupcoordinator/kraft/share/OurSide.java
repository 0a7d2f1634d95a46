package io.github.groupcoordinator.kraft.share;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.share.InFlightRange;
import io.github.groupcoordinator.internal.share.LogOffsets;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareEnvironment;
import io.github.groupcoordinator.internal.share.ShareFailure;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.UnexpectedStateException;
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
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** Our share partition. */
public final class OurSide implements Side, LogOffsets, ShareGroupSettings, ShareStatePersister {
    private static final SharePartitionKey KEY =
            new SharePartitionKey("g", new TopicIdPartition(new Uuid(1, 2), 0, "t"));

    private final World world;
    private final EventLoop loop;
    private SharePartition partition;

    public OurSide(World world, long startMs) {
        this.world = world;
        this.loop = new EventLoop(Instant.ofEpochMilli(startMs));
    }

    @Override
    public void begin(int leaderEpoch) {
        partition = new SharePartition(
                KEY,
                leaderEpoch,
                new ShareEnvironment(
                        loop, this, this, this, RecordChange.Observer.NONE, () -> world.note("wakes fetches")));
    }

    private static String text(ShareFailure failure) {
        return failure == null ? "NONE" : failure.error().name();
    }

    @Override
    public void initialize(String id) {
        partition.maybeInitialize(failure -> world.note(id + " " + text(failure)));
    }

    @Override
    public String acquire(Fetch fetch) {
        FetchedRecords fetched = new FetchedRecords(
                fetch.fetchOffset(),
                fetch.batches().stream().map(OurSide::batch).toList(),
                fetch.committed()
                        ? fetch.aborted().stream()
                                .map(aborted -> new FetchedRecords.Aborted(aborted.producerId(), aborted.firstOffset()))
                                .toList()
                        : List.of());
        AcquireRequest request = new AcquireRequest(
                fetch.member(),
                fetch.recordLimit() ? AcquireMode.RECORD_LIMIT : AcquireMode.BATCH_OPTIMIZED,
                fetch.batchSize(),
                fetch.maxRecords());
        try {
            AcquiredRecords acquired = partition.acquire(request, fetched);
            StringBuilder text = new StringBuilder(acquired.count() + ":");
            for (AcquiredRecords.Range range : acquired.ranges()) {
                text.append(' ').append(range.firstOffset()).append('-').append(range.lastOffset());
                text.append('x').append(range.deliveryCount());
            }
            return text.toString();
        } catch (UnexpectedStateException e) {
            return "failed";
        }
    }

    private static FetchedBatch batch(LogBatch batch) {
        return new FetchedBatch(
                batch.base(),
                batch.last(),
                1,
                batch.producerId(),
                batch.transactional(),
                batch.marker() == LogBatch.Marker.ABORT);
    }

    @Override
    public void acknowledge(String id, String member, List<Acknowledged> batches) {
        try {
            partition.acknowledge(
                    member,
                    batches.stream()
                            .map(batch -> new AcknowledgementBatch(batch.first(), batch.last(), batch.types()))
                            .toList(),
                    failure -> world.note(id + " " + text(failure)));
        } catch (UnexpectedStateException e) {
            world.note(id + " failed");
        }
    }

    @Override
    public void release(String id, String member) {
        partition.releaseAcquired(member, failure -> world.note(id + " " + text(failure)));
    }

    @Override
    public void logStartMovedTo(long offset) {
        partition.logStartMovedTo(offset);
    }

    @Override
    public void fence() {
        partition.markFenced();
    }

    @Override
    public boolean lockForFetch(String fetch) {
        return partition.tryLockForFetch(fetch);
    }

    @Override
    public void unlockForFetch(String fetch) {
        partition.unlockForFetch();
    }

    @Override
    public void advance(long ms) {
        loop.advance(Duration.ofMillis(ms));
    }

    @Override
    public long nowMs() {
        return loop.nowMs();
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
        StringBuilder text = new StringBuilder(partition.state() + " " + partition.startOffset() + "-"
                + partition.endOffset() + " complete " + partition.deliveryCompleteCount() + " epoch "
                + partition.stateEpoch());
        for (InFlightRange range : partition.inFlight()) {
            text.append("\n").append(range.batchFirstOffset()).append('|').append(range.firstOffset());
            text.append('-').append(range.lastOffset()).append(' ').append(range.state());
            text.append('x').append(range.deliveryCount()).append(' ').append(range.memberId());
            text.append(range.inTransition() ? " in transition" : "").append(" until ");
            text.append(range.lockedUntilMs());
        }
        return text.toString();
    }

    @Override
    public int recordLockDurationMs() {
        return world.settings.lockDurationMs;
    }

    @Override
    public int deliveryCountLimit() {
        return world.settings.deliveryCountLimit;
    }

    @Override
    public int partitionMaxRecordLocks() {
        return world.settings.maxRecordLocks;
    }

    @Override
    public boolean renewAcknowledgeEnabled() {
        return world.settings.renewEnabled;
    }

    @Override
    public OffsetReset offsetReset() {
        return switch (world.settings.reset) {
            case "earliest" -> OffsetReset.EARLIEST;
            case "latest" -> OffsetReset.LATEST;
            default -> OffsetReset.byDuration(Duration.ofSeconds(Long.parseLong(world.settings.reset)));
        };
    }

    @Override
    public long earliest() {
        return world.log.start();
    }

    @Override
    public long latest() {
        return world.log.end();
    }

    @Override
    public OptionalLong firstAtOrAfter(long timestampMs) {
        long found = world.log.firstAtOrAfter(timestampMs);
        return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
    }

    @Override
    public void read(SharePartitionKey asked, int leaderEpoch, Consumer<ReadResult> done) {
        world.await("read, leader epoch " + leaderEpoch, null, (outcome, state) -> {
            if (!outcome.isDone()) {
                done.accept(ReadResult.failed(error(outcome), "no"));
                return;
            }
            done.accept(ReadResult.of(
                    state.stateEpoch(),
                    state.startOffset(),
                    state.batches().stream()
                            .map(batch -> new StateBatch(batch.first(), batch.last(), batch.state(), batch.count()))
                            .toList()));
        });
    }

    @Override
    public void write(SharePartitionKey asked, Update update, Consumer<WriteResult> done) {
        List<StoredBatch> batches = update.batches().stream()
                .map(batch -> new StoredBatch(
                        batch.firstOffset(), batch.lastOffset(), batch.deliveryState(), batch.deliveryCount()))
                .toList();
        world.await(
                "write, state epoch " + update.stateEpoch() + ", leader epoch " + update.leaderEpoch() + ", start "
                        + update.startOffset() + ", complete " + update.deliveryCompleteCount() + ", " + batches,
                new World.Stored(update.startOffset(), batches),
                (outcome, state) ->
                        done.accept(outcome.isDone() ? WriteResult.DONE : new WriteResult(error(outcome), "no")));
    }

    private static Errors error(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.EXCEPTION ? Errors.UNKNOWN_SERVER_ERROR : Errors.forCode(outcome.error());
    }
}
