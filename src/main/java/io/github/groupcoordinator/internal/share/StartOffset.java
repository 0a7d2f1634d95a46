package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.RecordChange.StartMove;
import org.jspecify.annotations.Nullable;

/** The movement of the start offset over the records at the front that are done with. */
final class StartOffset {
    private final InFlightRecords inFlight;

    StartOffset(InFlightRecords inFlight) {
        this.inFlight = inFlight;
    }

    /** The run of finished records at the front. */
    private record Front(long lastOffset, int count) {}

    /**
     * Moves the start offset as far as it goes, and forgets batches before it.
     *
     * @return whether it has moved, or could have
     */
    boolean move() {
        if (!isFinishedAtStart()) {
            return false;
        }
        Front front = front();
        if (front == null) {
            return false;
        }
        if (front.lastOffset == inFlight.last().lastOffset()) {
            inFlight.batches().clear();
            inFlight.beginAt(front.lastOffset + 1, StartMove.Cause.RECORDS_DONE);
            return true;
        }
        moveBehind(front);
        return true;
    }

    private void moveBehind(Front front) {
        long last = front.lastOffset;
        InFlightBatch batch = inFlight.batches().floorEntry(last).getValue();
        boolean whole = last == batch.lastOffset();
        long next = whole ? inFlight.batches().higherKey(last) : last + 1;
        long start = Math.max(next, inFlight.startOffset());
        GapWindow gaps = inFlight.gaps();
        if (whole && gaps != null) {
            // A gap that is still to be fetched comes before the next batch.
            start = Math.min(gaps.gapStartOffset(), start);
        }
        inFlight.moveStartOffset(start, StartMove.Cause.RECORDS_DONE);
        inFlight.addDeliveryComplete(-front.count);
        // A batch of which only the front is done with stays.
        inFlight.batches().headMap(batch.firstOffset(), whole).clear();
    }

    private boolean isFinishedAtStart() {
        long start = inFlight.startOffset();
        InFlightBatch batch = inFlight.floor(start);
        if (batch == null) {
            return false;
        }
        if (!batch.isTrackedByOffset()) {
            return batch.whole().isFinished();
        }
        // Kafka's code fails when the log start has left the start offset behind such a batch; nothing moves then.
        return start <= batch.lastOffset() && batch.at(start).isFinished();
    }

    private @Nullable Front front() {
        long last = -1;
        int count = 0;
        GapWindow gaps = inFlight.gaps();
        for (InFlightBatch batch : inFlight.batches().values()) {
            if (gaps != null && batch.lastOffset() >= gaps.gapStartOffset()) {
                break;
            }
            if (!batch.isTrackedByOffset()) {
                if (!batch.whole().isFinished()) {
                    break;
                }
                last = batch.lastOffset();
                count += inFlight.inFlightOf(batch.firstOffset(), batch.lastOffset());
                continue;
            }
            long finished = lastFinishedAtFront(batch);
            if (finished >= batch.firstOffset()) {
                last = finished;
                count += inFlight.inFlightOf(batch.firstOffset(), finished);
            }
            if (finished < batch.lastOffset()) {
                break;
            }
        }
        return last == -1 ? null : new Front(last, count);
    }

    private static long lastFinishedAtFront(InFlightBatch batch) {
        long offset = batch.firstOffset();
        while (offset <= batch.lastOffset() && batch.at(offset).isFinished()) {
            offset++;
        }
        return offset - 1;
    }
}
