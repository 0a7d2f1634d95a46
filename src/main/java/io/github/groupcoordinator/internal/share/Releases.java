package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.persister.RecordState;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * The two ways in which a member loses records without having acknowledged them: its session ends, or the lock runs
 * out.
 */
final class Releases {
    private final InFlightRecords inFlight;
    private final AcquisitionLock.Locks locks;
    private final StateWrites writes;
    private final ShareEnvironment environment;
    private final RecordChange.Step told;

    Releases(InFlightRecords inFlight, AcquisitionLock.Locks locks, StateWrites writes, ShareEnvironment environment) {
        this.inFlight = inFlight;
        this.locks = locks;
        this.writes = writes;
        this.environment = environment;
        this.told = new RecordChange.Step(environment.observer());
    }

    /** Releases all that a member has acquired. */
    void releaseAll(String memberId, Completion done) {
        StateWrites.Request changes = writes.new Request();
        for (InFlightBatch batch : inFlight.batches().values()) {
            if (!batch.isTrackedByOffset()) {
                if (!isHeldBy(memberId, batch.whole())) {
                    continue;
                }
                if (!batch.isCutBy(inFlight.startOffset())) {
                    release(changes, batch.whole(), batch.firstOffset(), batch.lastOffset());
                    continue;
                }
                batch.trackByOffset(locks);
            }
            for (long offset = batch.firstOffset(); offset <= batch.lastOffset(); offset++) {
                if (isHeldBy(memberId, batch.at(offset))) {
                    release(changes, batch.at(offset), offset, offset);
                }
            }
        }
        changes.write(done);
    }

    private static boolean isHeldBy(String memberId, InFlightState state) {
        return state.state() == RecordState.ACQUIRED && state.memberId().equals(memberId);
    }

    private void release(StateWrites.Request changes, InFlightState state, long first, long last) {
        RecordState target = target(last);
        changes.change(
                state,
                new StateWrites.Target(first, last, target),
                target == RecordState.AVAILABLE
                        ? RecordChange.Kind.SESSION_ENDED
                        : RecordChange.Kind.ARCHIVED_BELOW_LOG_START,
                environment.settings().deliveryCountLimit());
    }

    private RecordState target(long lastOffset) {
        return lastOffset < inFlight.startOffset() ? RecordState.ARCHIVED : RecordState.AVAILABLE;
    }

    /** Takes away what is still acquired under a lock that has run out; that holds whether or not it can be written. */
    void timedOut(AcquisitionLock lock) {
        InFlightBatch batch = inFlight.floor(lock.firstOffset());
        if (batch == null) {
            return;
        }
        List<StateBatch> changed = new ArrayList<>();
        for (; batch != null && batch.firstOffset() <= lock.lastOffset(); batch = inFlight.after(batch)) {
            timedOut(lock, batch, changed);
        }
        told.tell();
        if (!changed.isEmpty()) {
            writes.write(changed, failure -> writes.moveStartOffset());
            environment.wakeFetches().run();
        }
    }

    private void timedOut(AcquisitionLock lock, InFlightBatch batch, List<StateBatch> changed) {
        if (!batch.isTrackedByOffset()) {
            if (batch.whole().state() != RecordState.ACQUIRED) {
                return;
            }
            if (!batch.isCutBy(inFlight.startOffset())) {
                takeAway(batch.whole(), batch.firstOffset(), batch.lastOffset(), changed);
                return;
            }
            batch.trackByOffset(locks);
        }
        long last = Math.min(batch.lastOffset(), lock.lastOffset());
        for (long offset = Math.max(batch.firstOffset(), lock.firstOffset()); offset <= last; offset++) {
            if (batch.at(offset).state() == RecordState.ACQUIRED) {
                takeAway(batch.at(offset), offset, offset, changed);
            }
        }
    }

    private void takeAway(InFlightState state, long first, long last, List<StateBatch> changed) {
        String memberId = state.memberId();
        RecordState target = target(last);
        state.takeAway(target, environment.settings().deliveryCountLimit());
        state.unlock();
        RecordState now = state.state();
        changed.add(new StateBatch(first, last, now.id(), (short) state.deliveryCount()));
        if (now.isFinal()) {
            inFlight.addDeliveryComplete(inFlight.inFlightOf(first, last));
        } else {
            inFlight.lookForAvailable();
        }
        RecordChange.Kind kind =
                switch (target) {
                    case AVAILABLE ->
                        now == target ? RecordChange.Kind.LOCK_TIMED_OUT : RecordChange.Kind.ARCHIVED_AT_LIMIT;
                    default -> RecordChange.Kind.ARCHIVED_BELOW_LOG_START;
                };
        told.add(new RecordChange(kind, memberId, first, last, state.deliveryCount()));
    }
}
