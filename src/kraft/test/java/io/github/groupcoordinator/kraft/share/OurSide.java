package io.github.groupcoordinator.kraft.share;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.share.InFlightRange;
import io.github.groupcoordinator.internal.share.LogOffsets;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareEnvironment;
import io.github.groupcoordinator.internal.share.ShareFailure;
import io.github.groupcoordinator.internal.share.SharePartition;
import io.github.groupcoordinator.internal.share.UnexpectedStateException;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import io.github.groupcoordinator.internal.share.batch.AcquireRequest;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;

/** Our share partition. */
public final class OurSide implements Side, LogOffsets {
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
                        loop,
                        new OurSettings(world.settings),
                        new OurPersister(key -> world),
                        this,
                        RecordChange.Observer.NONE,
                        () -> world.note("wakes fetches")));
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
        return text(partition);
    }

    static String text(SharePartition partition) {
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
}
