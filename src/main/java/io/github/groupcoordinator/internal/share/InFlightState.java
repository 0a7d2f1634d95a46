package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.persister.RecordState;
import org.jspecify.annotations.Nullable;

/**
 * The state of a batch in flight, or of one offset of it. A change that has to be persisted is a transition: the state
 * has changed already, but nobody may change it further until the persister has answered.
 */
final class InFlightState {
    /** The member id of records that nobody has acquired. */
    static final String NOBODY = "";

    private RecordState state;
    private int deliveryCount;
    private String memberId;
    private @Nullable AcquisitionLock lock;
    private @Nullable Transition transition;
    /** Gone from the log, or aborted: whatever comes of a transition, it stays archived. */
    private boolean archivedForGood;

    /** The state that a failed transition goes back to. */
    private record Transition(RecordState state, String memberId, int deliveryCountLimit) {}

    InFlightState(RecordState state, int deliveryCount, String memberId, @Nullable AcquisitionLock lock) {
        this.state = state;
        this.deliveryCount = deliveryCount;
        this.memberId = memberId;
        this.lock = lock;
    }

    RecordState state() {
        return state;
    }

    int deliveryCount() {
        return deliveryCount;
    }

    String memberId() {
        return memberId;
    }

    @Nullable
    AcquisitionLock lock() {
        return lock;
    }

    boolean isInTransition() {
        return transition != null;
    }

    boolean isAcquirable() {
        return state == RecordState.AVAILABLE && transition == null;
    }

    /** Returns whether it is gone from the log, or aborted, whatever else may come of it. */
    boolean isArchivedForGood() {
        return archivedForGood;
    }

    boolean isFinished() {
        return state.isFinal() && transition == null;
    }

    /** Gives available records to a member; the lock is put on them afterwards. */
    void acquire(String newMemberId) {
        state = RecordState.ACQUIRED;
        deliveryCount++;
        memberId = newMemberId;
    }

    /** Takes acquired records away without waiting for the persister: to be archived if they came too often. */
    void takeAway(RecordState target, int deliveryCountLimit) {
        state = allowed(target, deliveryCountLimit);
        memberId = NOBODY;
    }

    /** Takes acquired records away, for now: until {@link #complete}. */
    void beginTransition(RecordState target, int deliveryCountLimit) {
        transition = new Transition(state, memberId, deliveryCountLimit);
        takeAway(target, deliveryCountLimit);
    }

    private RecordState allowed(RecordState target, int deliveryCountLimit) {
        return target == RecordState.AVAILABLE && deliveryCount >= deliveryCountLimit ? RecordState.ARCHIVED : target;
    }

    /** Ends a transition. If it failed, the records are acquired again, unless their lock has run out meanwhile. */
    void complete(boolean written) {
        Transition before = transition;
        transition = null;
        if (written || archivedForGood || before == null) {
            unlock();
            return;
        }
        if (lock != null && lock.hasExpired()) {
            state = deliveryCount >= before.deliveryCountLimit ? RecordState.ARCHIVED : RecordState.AVAILABLE;
            memberId = NOBODY;
            unlock();
        } else {
            state = before.state;
            memberId = before.memberId;
        }
    }

    /** Archives whatever the state was, for good. */
    void archive() {
        archivedForGood = true;
        state = RecordState.ARCHIVED;
        memberId = NOBODY;
        unlock();
    }

    /**
     * Puts a lock on.
     *
     * @throws UnexpectedStateException if there is one. That happens after a batch was split while its release was
     * under
     *     way: each of its offsets keeps a lock that nobody lets go of. Kafka fails the fetch there, too.
     */
    void lock(AcquisitionLock newLock) {
        if (lock != null) {
            throw new UnexpectedStateException("expected no lock but found the " + lock);
        }
        lock = newLock;
    }

    void unlock() {
        if (lock != null) {
            lock.cancel();
            lock = null;
        }
    }
}
