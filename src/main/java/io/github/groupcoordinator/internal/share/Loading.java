package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.persister.RecordState;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The making of records in flight from what the persister knows. */
final class Loading {
    private final InFlightRecords inFlight;
    private final StateWrites writes;
    private final ShareGroupSettings settings;
    private final LogOffsets log;
    private final Timers timers;

    Loading(InFlightRecords inFlight, StateWrites writes, ShareEnvironment environment) {
        this.inFlight = inFlight;
        this.writes = writes;
        this.settings = environment.settings();
        this.log = environment.log();
        this.timers = environment.timers();
    }

    /** Returns why the state can't be loaded, or null. */
    @Nullable
    ShareFailure load(ShareStatePersister.ReadResult result) {
        if (result.error() != Errors.NONE) {
            return ShareFailure.ofPersister(result.error(), result.message());
        }
        try {
            inFlight.loadStartOffset(startOffset(result.startOffset()));
        } catch (ApiException e) {
            String message = e.getMessage();
            return new ShareFailure(Errors.forException(e), message == null ? "" : message);
        }
        writes.setStateEpoch(result.stateEpoch());
        return load(result.batches());
    }

    private @Nullable ShareFailure load(List<StateBatch> batches) {
        long gapStart = -1;
        long next = inFlight.startOffset();
        for (StateBatch batch : batches) {
            if (batch.firstOffset() < inFlight.startOffset() || batch.lastOffset() < batch.firstOffset()) {
                return new ShareFailure(
                        Errors.UNKNOWN_SERVER_ERROR,
                        "expected persisted batches from start offset " + inFlight.startOffset() + " on but got "
                                + batch.firstOffset() + "-" + batch.lastOffset());
            }
            if (gapStart == -1 && batch.firstOffset() > next) {
                gapStart = next;
            }
            next = batch.lastOffset() + 1;
            RecordState state = RecordState.forId(batch.deliveryState());
            inFlight.put(new InFlightBatch(
                    batch.firstOffset(),
                    batch.lastOffset(),
                    new InFlightState(state, batch.deliveryCount(), InFlightState.NOBODY, null)));
            if (state.isFinal()) {
                inFlight.addDeliveryComplete((int) (batch.lastOffset() - batch.firstOffset() + 1));
            }
        }
        if (inFlight.isEmpty()) {
            inFlight.setEndOffset(inFlight.startOffset());
            return null;
        }
        inFlight.lookForAvailable();
        inFlight.setEndOffset(inFlight.last().lastOffset());
        if (gapStart != -1) {
            inFlight.openGaps(new GapWindow(gapStart, inFlight.endOffset()));
        }
        writes.moveStartOffset();
        return null;
    }

    private long startOffset(long persisted) {
        if (persisted != ShareStatePersister.UNINITIALIZED_START_OFFSET) {
            return persisted;
        }
        ShareGroupSettings.OffsetReset reset = settings.offsetReset();
        return switch (reset.kind()) {
            case EARLIEST -> log.earliest();
            case LATEST -> log.latest();
            case BY_DURATION -> {
                long sinceMs = timers.nowMs() - reset.duration().toMillis();
                OptionalLong found = log.firstAtOrAfter(sinceMs);
                if (found.isEmpty()) {
                    throw Errors.OFFSET_NOT_AVAILABLE.exception(
                            "expected a record of the last " + reset.duration() + " but the partition has none");
                }
                yield found.getAsLong();
            }
        };
    }
}
