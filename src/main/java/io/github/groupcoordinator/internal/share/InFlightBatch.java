package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.persister.RecordState;
import org.jspecify.annotations.Nullable;

/**
 * A range of offsets in flight that was acquired at once. As long as all of its offsets fare alike it has one state and
 * one lock; from the first time that they do not, each offset has its own, for good.
 */
final class InFlightBatch {
    private final long firstOffset;
    private final long lastOffset;
    private @Nullable InFlightState whole;
    private InFlightState @Nullable [] offsets;

    InFlightBatch(long firstOffset, long lastOffset, InFlightState whole) {
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
        this.whole = whole;
    }

    long firstOffset() {
        return firstOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    int size() {
        return (int) (lastOffset - firstOffset + 1);
    }

    boolean isTrackedByOffset() {
        return offsets != null;
    }

    boolean isWithin(long first, long last) {
        return firstOffset >= first && lastOffset <= last;
    }

    /** Returns whether an offset lies in it, but not at its beginning. */
    boolean isCutBy(long offset) {
        return firstOffset < offset && lastOffset >= offset;
    }

    /** Returns the state of all offsets; only if they are not tracked one by one. */
    InFlightState whole() {
        if (whole == null) {
            throw new IllegalStateException("the offsets of " + this + " are tracked one by one");
        }
        return whole;
    }

    /** Returns the state of one offset; only if they are tracked one by one. */
    InFlightState at(long offset) {
        if (offsets == null) {
            throw new IllegalStateException("the offsets of " + this + " are not tracked one by one");
        }
        return offsets[(int) (offset - firstOffset)];
    }

    /** Begins to track each offset by itself, with what is left of the batch's lock on each. */
    void trackByOffset(AcquisitionLock.Locks locks) {
        InFlightState before = whole;
        if (before == null) {
            return;
        }
        AcquisitionLock held = before.lock();
        InFlightState[] states = new InFlightState[size()];
        for (int i = 0; i < states.length; i++) {
            long offset = firstOffset + i;
            AcquisitionLock lock =
                    held == null ? null : locks.lockUntil(held.deadlineMs(), before.memberId(), offset, offset);
            states[i] = new InFlightState(before.state(), before.deliveryCount(), before.memberId(), lock);
        }
        before.unlock();
        offsets = states;
        whole = null;
    }

    /** Begins to track each offset of a new batch by itself: locked up to one of them, available behind it. */
    void trackByOffset(AcquisitionLock.Locks locks, long lastAcquired) {
        InFlightState before = whole();
        InFlightState[] states = new InFlightState[size()];
        for (int i = 0; i < states.length; i++) {
            long offset = firstOffset + i;
            states[i] = offset <= lastAcquired
                    ? new InFlightState(
                            before.state(),
                            before.deliveryCount(),
                            before.memberId(),
                            locks.lock(before.memberId(), offset, offset))
                    : new InFlightState(RecordState.AVAILABLE, before.deliveryCount() - 1, InFlightState.NOBODY, null);
        }
        offsets = states;
        whole = null;
    }

    @Override
    public String toString() {
        return "batch " + firstOffset + "-" + lastOffset;
    }
}
