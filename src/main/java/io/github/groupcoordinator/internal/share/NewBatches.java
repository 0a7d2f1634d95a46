package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.batch.AcquireRequest;
import io.github.groupcoordinator.internal.share.batch.AcquiredRecords;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import io.github.groupcoordinator.internal.share.persister.RecordState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The acquisition of records that were not in flight: behind the end offset, or in a gap that a load has left. */
final class NewBatches {
    private static final int FIRST_DELIVERY = 1;

    private final InFlightRecords inFlight;
    private final AcquisitionLock.Locks locks;
    private final AcquireRequest request;
    private final FetchedRecords fetched;

    NewBatches(InFlightRecords inFlight, AcquisitionLock.Locks locks, AcquireRequest request, FetchedRecords fetched) {
        this.inFlight = inFlight;
        this.locks = locks;
        this.request = request;
        this.fetched = fetched;
    }

    /** Acquires offsets of the range; in batch_optimized mode up to the end of the log batch that fills the number. */
    AcquiredRecords acquire(long first, long lastOffset, int maxRecords) {
        long last = lastOffset;
        if (maxRecords < last - first + 1) {
            last = fetched.lastOffsetOfBatchWith(first + maxRecords - 1);
            if (inFlight.gaps() != null) {
                // Batches of the log don't end where the gap does.
                last = Math.min(last, lastOffset);
            }
        }
        List<AcquiredRecords.Range> ranges =
                request.isRecordLimit() ? limited(first, last, maxRecords) : split(first, last);
        if (inFlight.batches().firstKey() == first) {
            inFlight.moveStartOffset(first, RecordChange.StartMove.Cause.NO_RECORDS);
        }
        inFlight.setEndOffset(Math.max(inFlight.endOffset(), last));
        long lastAcquired = ranges.get(ranges.size() - 1).lastOffset();
        inFlight.closeGapsBefore(lastAcquired + 1);
        return new AcquiredRecords(ranges, (int) (lastAcquired - first + 1));
    }

    /** Records beyond the limit go in flight with the rest of its log batch, but is available. */
    private List<AcquiredRecords.Range> limited(long first, long last, int maxRecords) {
        if (last - first + 1 <= maxRecords) {
            return List.of(put(first, last));
        }
        long lastAcquired = first + maxRecords - 1;
        InFlightBatch batch = new InFlightBatch(first, last, acquired(null));
        batch.trackByOffset(locks, lastAcquired);
        inFlight.lookForAvailable();
        inFlight.put(batch);
        return List.of(new AcquiredRecords.Range(first, lastAcquired, (short) FIRST_DELIVERY));
    }

    private List<AcquiredRecords.Range> split(long first, long last) {
        List<AcquiredRecords.Range> ranges = new ArrayList<>();
        long current = first;
        if (last - first + 1 > request.batchSize()) {
            for (FetchedBatch batch : fetched.batches()) {
                if (batch.baseOffset() > last) {
                    break;
                }
                if (batch.baseOffset() - current >= request.batchSize()) {
                    ranges.add(put(current, batch.baseOffset() - 1));
                    current = batch.baseOffset();
                }
            }
        }
        ranges.add(put(current, last));
        return ranges;
    }

    private AcquiredRecords.Range put(long first, long last) {
        AcquisitionLock lock = locks.lock(request.memberId(), first, last);
        inFlight.put(new InFlightBatch(first, last, acquired(lock)));
        return new AcquiredRecords.Range(first, last, (short) FIRST_DELIVERY);
    }

    private InFlightState acquired(@Nullable AcquisitionLock lock) {
        return new InFlightState(RecordState.ACQUIRED, FIRST_DELIVERY, request.memberId(), lock);
    }
}
