package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.RecordChange.StartMove;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.persister.RecordState;
import java.util.NavigableMap;

/** The archiving of records that the log no longer has, or never really had. */
final class Archive {
    private final InFlightRecords inFlight;
    private final AcquisitionLock.Locks locks;
    private final RecordChange.Step told;

    Archive(InFlightRecords inFlight, AcquisitionLock.Locks locks, RecordChange.Observer observer) {
        this.inFlight = inFlight;
        this.locks = locks;
        this.told = new RecordChange.Step(observer);
    }

    /**
     * Moves the start offset to the log's; records that a member has acquired stay with it until their lock runs out.
     */
    void logStartMovedTo(long logStartOffset) {
        if (logStartOffset <= inFlight.startOffset()) {
            return;
        }
        if (inFlight.isEmpty()) {
            inFlight.beginAt(logStartOffset, StartMove.Cause.LOG_START_MOVED);
            return;
        }
        int finished = finishedBefore(logStartOffset);
        Range below = new Range(inFlight.startOffset(), logStartOffset - 1, RecordState.AVAILABLE, false);
        if (archive(below, inFlight.batches(), RecordChange.Kind.ARCHIVED_BELOW_LOG_START)) {
            inFlight.lookForAvailable();
        }
        inFlight.moveStartOffset(logStartOffset, StartMove.Cause.LOG_START_MOVED);
        inFlight.addDeliveryComplete(-finished);
        inFlight.setEndOffset(Math.max(inFlight.endOffset(), logStartOffset));
    }

    private int finishedBefore(long logStartOffset) {
        int count = 0;
        for (InFlightBatch batch :
                inFlight.batches().headMap(logStartOffset, false).values()) {
            long first = Math.max(inFlight.startOffset(), batch.firstOffset());
            long last = Math.min(logStartOffset - 1, batch.lastOffset());
            if (!batch.isTrackedByOffset()) {
                count += batch.whole().state().isFinal() ? (int) Math.max(0, last - first + 1) : 0;
                continue;
            }
            for (long offset = first; offset <= last; offset++) {
                count += batch.at(offset).state().isFinal() ? 1 : 0;
            }
        }
        return count;
    }

    /**
     * Archives available batches between the offset that was fetched and the first one that came: they were compacted.
     */
    void compacted(long fetchOffset, long firstFetched) {
        if (inFlight.isEmpty() || fetchOffset >= firstFetched) {
            return;
        }
        InFlightBatch floor = inFlight.floor(fetchOffset);
        long from = floor != null && floor.lastOffset() >= fetchOffset ? floor.firstOffset() : fetchOffset;
        Range gone = new Range(fetchOffset, firstFetched - 1, RecordState.AVAILABLE, true);
        NavigableMap<Long, InFlightBatch> stale = inFlight.batches().subMap(from, true, firstFetched, false);
        if (archive(gone, stale, RecordChange.Kind.ARCHIVED_COMPACTED)) {
            inFlight.lookForAvailable();
        }
    }

    /**
     * Archives what has just been acquired of an aborted batch.
     *
     * @throws UnexpectedStateException if nothing in flight lies at its beginning or before it, as where a group starts
     *     in the middle of it; Kafka fails the fetch there, too
     */
    void aborted(FetchedBatch batch) {
        InFlightBatch floor = inFlight.floor(batch.baseOffset());
        if (floor == null) {
            throw new UnexpectedStateException("expected offset " + batch.baseOffset()
                    + " of an aborted batch to be in flight, but the first in flight is "
                    + inFlight.batches().firstKey());
        }
        Range range = new Range(batch.baseOffset(), batch.lastOffset(), RecordState.ACQUIRED, true);
        archive(
                range,
                inFlight.batches().subMap(floor.firstOffset(), true, batch.lastOffset(), true),
                RecordChange.Kind.ARCHIVED_ABORTED);
    }

    /**
     * The offsets to archive.
     *
     * @param state in which they have to be
     * @param counted whether they count as done with; those that leave the partition do not
     */
    private record Range(long first, long last, RecordState state, boolean counted) {}

    private boolean archive(Range range, NavigableMap<Long, InFlightBatch> batches, RecordChange.Kind why) {
        boolean any = false;
        for (InFlightBatch batch : batches.values()) {
            if (batch.firstOffset() > range.last) {
                break;
            }
            if (!batch.isTrackedByOffset()) {
                if (batch.whole().state() != range.state) {
                    continue;
                }
                if (batch.isWithin(range.first, range.last)) {
                    archive(batch.whole(), batch.firstOffset(), batch.lastOffset(), range.counted, why);
                    any = true;
                    continue;
                }
                batch.trackByOffset(locks);
            }
            any |= archiveOffsets(range, batch, why);
        }
        told.tell();
        return any;
    }

    private boolean archiveOffsets(Range range, InFlightBatch batch, RecordChange.Kind why) {
        boolean any = false;
        long last = Math.min(batch.lastOffset(), range.last);
        for (long offset = Math.max(batch.firstOffset(), range.first); offset <= last; offset++) {
            InFlightState state = batch.at(offset);
            if (state.state() == range.state) {
                archive(state, offset, offset, range.counted, why);
                any = true;
            }
        }
        return any;
    }

    private void archive(InFlightState state, long first, long last, boolean counted, RecordChange.Kind why) {
        String memberId = state.memberId();
        state.archive();
        if (counted) {
            inFlight.addDeliveryComplete((int) (last - first + 1));
        }
        told.add(new RecordChange(why, memberId, first, last, state.deliveryCount()));
    }
}
