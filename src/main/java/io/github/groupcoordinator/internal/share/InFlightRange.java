package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.persister.RecordState;

/**
 * Records in flight as they are at the moment: a whole batch, or one offset of a batch whose offsets fare differently.
 *
 * @param batchFirstOffset the first offset of the batch that it belongs to
 * @param memberId of the member that has acquired it; empty if there is none
 * @param inTransition whether the persister has yet to confirm the state
 * @param lockedUntilMs when the acquisition lock runs out, -1 if there is none
 */
public record InFlightRange(
        long batchFirstOffset,
        long firstOffset,
        long lastOffset,
        RecordState state,
        int deliveryCount,
        String memberId,
        boolean inTransition,
        long lockedUntilMs) {

    static InFlightRange of(long batchFirstOffset, long first, long last, InFlightState state) {
        AcquisitionLock lock = state.lock();
        return new InFlightRange(
                batchFirstOffset,
                first,
                last,
                state.state(),
                state.deliveryCount(),
                state.memberId(),
                state.isInTransition(),
                lock == null ? -1 : lock.deadlineMs());
    }
}
