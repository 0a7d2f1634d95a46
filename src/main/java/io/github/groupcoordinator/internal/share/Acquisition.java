package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.batch.AcquireRequest;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The acquisition of fetched records for one member: records that are available again first, in the order of their
 * offsets, then what was never in flight.
 */
final class Acquisition {
    private static final int LEAST_THROTTLED_COUNT = 2;

    private final InFlightRecords inFlight;
    private final AcquisitionLock.Locks locks;
    private final NewBatches newBatches;
    private final AcquireRequest request;
    private final FetchedRecords fetched;
    private final int deliveryCountLimit;
    private final int throttledFrom;
    private final List<AcquiredRecords.Range> acquired = new ArrayList<>();
    private int count;
    private int maxRecords;
    private long lastOffset;

    Acquisition(
            InFlightRecords inFlight,
            AcquisitionLock.Locks locks,
            ShareGroupSettings settings,
            AcquireRequest request,
            FetchedRecords fetched) {
        this.inFlight = inFlight;
        this.locks = locks;
        this.newBatches = new NewBatches(inFlight, locks, request, fetched);
        this.request = request;
        this.fetched = fetched;
        this.deliveryCountLimit = settings.deliveryCountLimit();
        this.throttledFrom = Math.max(LEAST_THROTTLED_COUNT, (deliveryCountLimit + 1) / 2);
        this.lastOffset = fetched.lastBatch().lastOffset();
        this.maxRecords = Math.min(request.maxRecords(), settings.partitionMaxRecordLocks() - inFlight.count());
        if (maxRecords <= 0 && fetched.fetchOffset() <= inFlight.endOffset()) {
            // No room for new records, but those in flight may be had again.
            maxRecords = Math.min(request.maxRecords(), (int) (inFlight.endOffset() - fetched.fetchOffset() + 1));
            lastOffset = Math.min(lastOffset, inFlight.endOffset());
        }
    }

    /** Returns whether the limit of records in flight leaves anything to acquire. */
    boolean hasRoom() {
        return maxRecords > 0;
    }

    /**
     * Acquires.
     *
     * @throws UnexpectedStateException where Kafka's code fails, too
     */
    AcquiredRecords acquire() {
        long fetchedFrom = fetched.firstBatch().baseOffset();
        long first = firstOffset(fetchedFrom);
        long from = Math.min(fetchedFrom, first);
        if (from > lastOffset) {
            // All that was in flight from the fetch offset on has been compacted, and there is no room for more.
            throw new UnexpectedStateException(
                    "expected records up to offset " + lastOffset + " but the log has none before " + from);
        }
        InFlightBatch overlapping = upToLast(inFlight.ceiling(from));
        if (overlapping == null) {
            take(newBatches.acquire(first, lastOffset, maxRecords));
        } else {
            acquireInFlight(overlapping, first);
            InFlightBatch last = inFlight.floor(lastOffset);
            if (count < maxRecords && last != null && last.lastOffset() < lastOffset) {
                take(newBatches.acquire(last.lastOffset() + 1, lastOffset, maxRecords - count));
            }
            if (!acquired.isEmpty()) {
                inFlight.closeGapsBefore(acquired.get(acquired.size() - 1).lastOffset() + 1);
            }
        }
        return new AcquiredRecords(acquired, count);
    }

    private void take(AcquiredRecords taken) {
        acquired.addAll(taken.ranges());
        count += taken.count();
    }

    private @Nullable InFlightBatch upToLast(@Nullable InFlightBatch batch) {
        return batch == null || batch.firstOffset() > lastOffset ? null : batch;
    }

    // A read begins with a whole batch of the log, which may begin before the start offset or within a batch in flight.
    private long firstOffset(long fetchedFrom) {
        InFlightBatch floor = inFlight.floor(fetchedFrom);
        if (floor == null) {
            return Math.max(fetchedFrom, inFlight.startOffset());
        }
        return floor.lastOffset() >= fetchedFrom ? floor.firstOffset() : fetchedFrom;
    }

    private void acquireInFlight(InFlightBatch firstBatch, long first) {
        long gapStart = first;
        InFlightBatch batch = firstBatch;
        while (batch != null && count < maxRecords) {
            if (inFlight.gaps() != null) {
                if (gapStart < batch.firstOffset()) {
                    take(newBatches.acquire(gapStart, batch.firstOffset() - 1, maxRecords - count));
                }
                gapStart = batch.lastOffset() + 1;
                if (count >= maxRecords) {
                    return;
                }
            }
            acquireAgain(batch);
            batch = upToLast(inFlight.after(batch));
        }
    }

    private void acquireAgain(InFlightBatch batch) {
        long fetchedFrom = fetched.firstBatch().baseOffset();
        int remaining = maxRecords - count;
        boolean throttled = isThrottled(batch);
        if (throttled && count > 0) {
            // It has failed often enough to come alone, in the next fetch.
            maxRecords = 0;
            return;
        }
        boolean tooLarge = request.isRecordLimit() && batch.size() > remaining;
        boolean whole = batch.isWithin(fetchedFrom, lastOffset) && !tooLarge && !throttled;
        if (!batch.isTrackedByOffset()) {
            if (!batch.whole().isAcquirable()) {
                return;
            }
            if (whole) {
                acquireWhole(batch);
                return;
            }
            batch.trackByOffset(locks);
        }
        int before = count;
        acquireOffsets(batch, remaining);
        if (throttled && count > before) {
            maxRecords = 0;
        }
    }

    private void acquireWhole(InFlightBatch batch) {
        InFlightState state = batch.whole();
        state.acquire(request.memberId());
        state.lock(locks.lock(request.memberId(), batch.firstOffset(), batch.lastOffset()));
        acquired.add(new AcquiredRecords.Range(batch.firstOffset(), batch.lastOffset(), (short) state.deliveryCount()));
        count += batch.size();
    }

    private void acquireOffsets(InFlightBatch batch, int remaining) {
        Run run = new Run();
        long most = request.isRecordLimit() ? remaining : Long.MAX_VALUE;
        // The two end the run each at its own number only: one that is reached already ends nothing.
        long mostThrottled = -1;
        long last = Math.min(batch.lastOffset(), lastOffset);
        long first = Math.max(batch.firstOffset(), fetched.firstBatch().baseOffset());
        for (long offset = first; offset <= last; offset++) {
            InFlightState state = batch.at(offset);
            if (!state.isAcquirable()) {
                continue;
            }
            int deliveries = state.deliveryCount();
            boolean lastAttempt = deliveryCountLimit > LEAST_THROTTLED_COUNT && deliveries == deliveryCountLimit - 1;
            if (lastAttempt && run.size > 0) {
                break;
            }
            if (deliveries >= throttledFrom && mostThrottled < 0) {
                // The more often it failed the fewer come together, until the one that fails is alone.
                mostThrottled = Math.max(1, (long) batch.size() >> (deliveries - throttledFrom + 1));
            }
            state.acquire(request.memberId());
            state.lock(locks.lock(request.memberId(), offset, offset));
            run.add(offset, (short) state.deliveryCount());
            if (lastAttempt || run.size == most || run.size == mostThrottled) {
                break;
            }
        }
        run.end();
        count += run.size;
    }

    private boolean isThrottled(InFlightBatch batch) {
        if (!batch.isTrackedByOffset()) {
            return batch.whole().isAcquirable() && batch.whole().deliveryCount() >= throttledFrom;
        }
        long last = Math.min(batch.lastOffset(), lastOffset);
        long first = Math.max(batch.firstOffset(), fetched.firstBatch().baseOffset());
        for (long offset = first; offset <= last; offset++) {
            InFlightState state = batch.at(offset);
            if (state.isAcquirable() && state.deliveryCount() >= throttledFrom) {
                return true;
            }
        }
        return false;
    }

    /** Neighbouring offsets of one count, gathered into ranges. */
    private final class Run {
        private long first = -1;
        private long last = -1;
        private short deliveryCount;
        private int size;

        void add(long offset, short deliveries) {
            if (size > 0 && (offset != last + 1 || deliveries != deliveryCount)) {
                end();
                first = -1;
            }
            if (first == -1) {
                first = offset;
                deliveryCount = deliveries;
            }
            last = offset;
            size++;
        }

        void end() {
            if (first != -1) {
                acquired.add(new AcquiredRecords.Range(first, last, deliveryCount));
            }
        }
    }
}
