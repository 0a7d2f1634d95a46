package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.RecordChange.StartMove;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The records of a share partition between its start and its end offset: batches that do not overlap, in order, with
 * gaps between them where the log has none.
 */
final class InFlightRecords {
    private final NavigableMap<Long, InFlightBatch> batches = new TreeMap<>();
    private long startOffset;
    private long endOffset;
    private int deliveryCompleteCount;
    private boolean mayHoldAvailable;
    private @Nullable GapWindow gaps;
    private final RecordChange.Observer observer;

    InFlightRecords(RecordChange.Observer observer) {
        this.observer = observer;
    }

    /** Begins anew at an offset that is the next to fetch. */
    void beginAt(long offset, StartMove.Cause cause) {
        moveStartOffset(offset, cause);
        endOffset = offset;
        deliveryCompleteCount = 0;
    }

    NavigableMap<Long, InFlightBatch> batches() {
        return batches;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    void put(InFlightBatch batch) {
        batches.put(batch.firstOffset(), batch);
    }

    @Nullable
    InFlightBatch floor(long offset) {
        return value(batches.floorEntry(offset));
    }

    /** Returns the first batch that begins at the offset or behind it. */
    @Nullable
    InFlightBatch ceiling(long offset) {
        return value(batches.ceilingEntry(offset));
    }

    /** Returns the first batch that begins behind the beginning of another; batches may be added meanwhile. */
    @Nullable
    InFlightBatch after(InFlightBatch batch) {
        return value(batches.higherEntry(batch.firstOffset()));
    }

    InFlightBatch last() {
        return batches.lastEntry().getValue();
    }

    private static @Nullable InFlightBatch value(Map.@Nullable Entry<Long, InFlightBatch> entry) {
        return entry == null ? null : entry.getValue();
    }

    /** Returns the offset before which everything is done with. */
    long startOffset() {
        return startOffset;
    }

    /** Sets the start offset as it was stored. */
    void loadStartOffset(long offset) {
        startOffset = offset;
    }

    void moveStartOffset(long offset, StartMove.Cause cause) {
        long before = startOffset;
        startOffset = offset;
        if (offset != before) {
            observer.startOffsetMoved(new StartMove(before, offset, cause));
        }
    }

    /** Returns the last offset in flight, or the next one to fetch if there is none. */
    long endOffset() {
        return endOffset;
    }

    void setEndOffset(long offset) {
        endOffset = offset;
    }

    /** Returns how many records from the start offset on are done with. */
    int deliveryCompleteCount() {
        return deliveryCompleteCount;
    }

    void addDeliveryComplete(int records) {
        deliveryCompleteCount += records;
    }

    /** Returns how many of the offsets lie at the start offset or behind it. */
    int inFlightOf(long firstOffset, long lastOffset) {
        return lastOffset < startOffset ? 0 : (int) (lastOffset - Math.max(startOffset, firstOffset) + 1);
    }

    /** Returns how many offsets are locked up between start and end, whatever their state. */
    int count() {
        return batches.isEmpty() ? 0 : (int) (endOffset - startOffset + 1);
    }

    /** Says that records may be available again, so that the next fetch has to look for them. */
    void lookForAvailable() {
        mayHoldAvailable = true;
    }

    void openGaps(GapWindow window) {
        gaps = window;
    }

    /** Returns the gaps that a load has left, as long as nothing new has been acquired. */
    @Nullable
    GapWindow gaps() {
        return gaps != null && gaps.lastOffset() == endOffset ? gaps : null;
    }

    /** Says that the gaps before the offset have been fetched. */
    void closeGapsBefore(long offset) {
        GapWindow open = gaps();
        if (open != null && offset <= open.lastOffset()) {
            open.beginAt(offset);
        } else {
            gaps = null;
        }
    }

    /** Returns the offset to fetch from next. */
    long nextFetchOffset() {
        if (batches.isEmpty() || startOffset > last().lastOffset()) {
            mayHoldAvailable = false;
            return endOffset;
        }
        if (mayHoldAvailable) {
            InFlightBatch batch = batches.firstEntry().getValue();
            GapWindow open = gaps();
            long gapStart = open == null ? Long.MAX_VALUE : open.gapStartOffset();
            for (; batch != null; batch = after(batch)) {
                if (open != null) {
                    if (batch.firstOffset() > gapStart) {
                        return gapStart;
                    }
                    gapStart = Math.max(batch.lastOffset() + 1, gapStart);
                }
                long available = firstAcquirable(batch);
                if (available >= 0) {
                    return available;
                }
            }
            mayHoldAvailable = false;
        }
        return endOffset + 1;
    }

    /** Takes all locks off, and forgets what they were for. */
    void unlockAll() {
        for (InFlightBatch batch : batches.values()) {
            if (!batch.isTrackedByOffset()) {
                batch.whole().unlock();
                continue;
            }
            for (long offset = batch.firstOffset(); offset <= batch.lastOffset(); offset++) {
                batch.at(offset).unlock();
            }
        }
        batches.clear();
    }

    private static long firstAcquirable(InFlightBatch batch) {
        if (!batch.isTrackedByOffset()) {
            return batch.whole().isAcquirable() ? batch.firstOffset() : -1;
        }
        for (long offset = batch.firstOffset(); offset <= batch.lastOffset(); offset++) {
            if (batch.at(offset).isAcquirable()) {
                return offset;
            }
        }
        return -1;
    }
}
