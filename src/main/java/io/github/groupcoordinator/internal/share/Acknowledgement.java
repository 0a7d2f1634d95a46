package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.persister.RecordState;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The acknowledgements of one member for one partition: all of them are taken, or none. */
final class Acknowledgement {
    private final InFlightRecords inFlight;
    private final AcquisitionLock.Locks locks;
    private final ShareGroupSettings settings;
    private final StateWrites.Request changes;
    private final RecordChange.Step told;
    private final String memberId;

    Acknowledgement(
            InFlightRecords inFlight,
            AcquisitionLock.Locks locks,
            ShareEnvironment environment,
            StateWrites.Request changes,
            String memberId) {
        this.inFlight = inFlight;
        this.locks = locks;
        this.settings = environment.settings();
        this.told = new RecordChange.Step(environment.observer());
        this.changes = changes;
        this.memberId = memberId;
    }

    /** Returns why they can't be taken, or null; some may have been begun even so. */
    @Nullable
    ShareFailure acknowledge(List<AcknowledgementBatch> batches) {
        ShareFailure failure = null;
        for (int i = 0; i < batches.size() && failure == null; i++) {
            failure = acknowledge(batches.get(i));
        }
        told.tell();
        return failure;
    }

    private @Nullable ShareFailure acknowledge(AcknowledgementBatch batch) {
        for (byte type : batch.types()) {
            if (!AcknowledgeType.isKnown(type)) {
                return new ShareFailure(
                        Errors.INVALID_REQUEST, "expected acknowledge types from 0 to 4 but got " + batch.types());
            }
        }
        if (batch.lastOffset() < inFlight.startOffset()) {
            // All of it is done with; that somebody has acknowledged it before is no error.
            return null;
        }
        InFlightBatch first = inFlight.floor(batch.firstOffset());
        if (first == null) {
            if (batch.firstOffset() >= inFlight.startOffset()) {
                return invalidState(batch.firstOffset(), "it is not in flight");
            }
            first = firstFromStart(batch);
        }
        InFlightBatch last = inFlight.floor(batch.lastOffset());
        if (last == null || last.lastOffset() < batch.lastOffset()) {
            return new ShareFailure(
                    Errors.INVALID_REQUEST,
                    "offset " + batch.lastOffset() + " can't be acknowledged: it was not acquired");
        }
        for (InFlightBatch each = first;
                each != null && each.firstOffset() <= batch.lastOffset();
                each = inFlight.after(each)) {
            ShareFailure failure = each.lastOffset() < inFlight.startOffset() ? null : acknowledge(batch, each);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private InFlightBatch firstFromStart(AcknowledgementBatch batch) {
        InFlightBatch first = inFlight.floor(inFlight.startOffset());
        if (first == null) {
            // A gap at the start, as a load leaves it; Kafka's code fails here and leaves what was begun as it is.
            throw new UnexpectedStateException("expected start offset " + inFlight.startOffset()
                    + " to be in flight when " + batch.firstOffset() + "-" + batch.lastOffset()
                    + " is acknowledged by " + memberId);
        }
        return first;
    }

    private @Nullable ShareFailure acknowledge(AcknowledgementBatch batch, InFlightBatch acquired) {
        if (!acquired.isTrackedByOffset()) {
            ShareFailure failure = check(acquired.whole(), acquired.firstOffset());
            if (failure != null) {
                return failure;
            }
            if (acquired.isWithin(batch.firstOffset(), batch.lastOffset())
                    && !batch.isPerOffset()
                    && !acquired.isCutBy(inFlight.startOffset())) {
                AcknowledgeType type = batch.typeOf(batch.firstOffset());
                return apply(type, acquired.whole(), acquired.firstOffset(), acquired.lastOffset());
            }
            acquired.trackByOffset(locks);
        }
        long first = Math.max(inFlight.startOffset(), Math.max(batch.firstOffset(), acquired.firstOffset()));
        long last = Math.min(batch.lastOffset(), acquired.lastOffset());
        for (long offset = first; offset <= last; offset++) {
            InFlightState state = acquired.at(offset);
            ShareFailure failure = check(state, offset);
            if (failure == null) {
                failure = apply(batch.typeOf(offset), state, offset, offset);
            }
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private @Nullable ShareFailure check(InFlightState state, long offset) {
        if (state.isInTransition()) {
            return invalidState(offset, "another acknowledgement of it is being written");
        }
        if (state.state() != RecordState.ACQUIRED) {
            return invalidState(offset, "it is " + state.state());
        }
        if (!state.memberId().equals(memberId)) {
            return invalidState(offset, "member " + state.memberId() + " has acquired it");
        }
        return null;
    }

    private ShareFailure invalidState(long offset, String why) {
        return new ShareFailure(
                Errors.INVALID_RECORD_STATE, "offset " + offset + " can't be acknowledged by " + memberId + ": " + why);
    }

    private @Nullable ShareFailure apply(AcknowledgeType type, InFlightState state, long first, long last) {
        if (type == AcknowledgeType.RENEW) {
            if (!settings.renewAcknowledgeEnabled()) {
                return invalidState(first, "the group's share.renew.acknowledge.enable is false");
            }
            state.unlock();
            state.lock(locks.lock(memberId, first, last));
            told.add(new RecordChange(kind(type), memberId, first, last, state.deliveryCount()));
            return null;
        }
        changes.change(
                state, new StateWrites.Target(first, last, type.target()), kind(type), settings.deliveryCountLimit());
        return null;
    }

    private static RecordChange.Kind kind(AcknowledgeType type) {
        return switch (type) {
            case GAP -> RecordChange.Kind.GAP;
            case ACCEPT -> RecordChange.Kind.ACCEPTED;
            case RELEASE -> RecordChange.Kind.RELEASED;
            case REJECT -> RecordChange.Kind.REJECTED;
            case RENEW -> RecordChange.Kind.RENEWED;
        };
    }
}
