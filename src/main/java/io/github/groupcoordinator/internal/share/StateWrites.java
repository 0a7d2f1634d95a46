package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.share.persister.RecordState;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The writes of changed states to the persister, and what becomes of the changes when it has answered. */
final class StateWrites {
    private final SharePartitionKey partition;
    private final int leaderEpoch;
    private final ShareStatePersister persister;
    private final InFlightRecords inFlight;
    private final StartOffset startOffset;
    private final RecordChange.Observer observer;
    private final Runnable startMoved;
    private int stateEpoch;

    StateWrites(SharePartitionKey partition, int leaderEpoch, InFlightRecords inFlight, ShareEnvironment environment) {
        this.partition = partition;
        this.leaderEpoch = leaderEpoch;
        this.persister = environment.persister();
        this.inFlight = inFlight;
        this.startOffset = new StartOffset(inFlight);
        this.observer = environment.observer();
        this.startMoved = environment.wakeFetches();
    }

    void setStateEpoch(int epoch) {
        stateEpoch = epoch;
    }

    int stateEpoch() {
        return stateEpoch;
    }

    /** Moves the start offset over what is done with. */
    boolean moveStartOffset() {
        return startOffset.move();
    }

    /** A change that waits for the persister. */
    private record Transition(InFlightState state, StateBatch written, RecordChange change) {
        void complete(boolean done, InFlightRecords inFlight, RecordChange.Step told) {
            state.complete(done);
            if (state.state() == RecordState.AVAILABLE) {
                inFlight.lookForAvailable();
            }
            boolean wasFinal = RecordState.forId(written.deliveryState()).isFinal();
            if (!done && wasFinal && !state.state().isFinal()) {
                inFlight.addDeliveryComplete(-inFlight.inFlightOf(written.firstOffset(), written.lastOffset()));
            }
            if (!state.isArchivedForGood()) {
                told.add(done ? change : change.as(undone()));
            }
        }

        private RecordChange.Kind undone() {
            return switch (state.state()) {
                case AVAILABLE -> RecordChange.Kind.LOCK_TIMED_OUT;
                case ARCHIVED -> RecordChange.Kind.ARCHIVED_AT_LIMIT;
                case ACQUIRED, ACKNOWLEDGED, ARCHIVING -> RecordChange.Kind.ROLLED_BACK;
            };
        }
    }

    /** The changes of one request: all of them come about, or none. */
    final class Request {
        private final List<Transition> transitions = new ArrayList<>();

        /**
         * Takes acquired records away from their member.
         *
         * @param kind what that is, unless the records have been delivered too often to be available again
         */
        void change(InFlightState state, Target target, RecordChange.Kind kind, int deliveryCountLimit) {
            String memberId = state.memberId();
            state.beginTransition(target.state, deliveryCountLimit);
            short deliveryCount = (short) state.deliveryCount();
            boolean tooOften = target.state == RecordState.AVAILABLE && state.state() == RecordState.ARCHIVED;
            transitions.add(new Transition(
                    state,
                    new StateBatch(
                            target.firstOffset, target.lastOffset, state.state().id(), deliveryCount),
                    new RecordChange(
                            tooOften ? RecordChange.Kind.ARCHIVED_AT_LIMIT : kind,
                            memberId,
                            target.firstOffset,
                            target.lastOffset,
                            deliveryCount)));
            if (state.state().isFinal()) {
                inFlight.addDeliveryComplete(inFlight.inFlightOf(target.firstOffset, target.lastOffset));
            }
        }

        /** Takes all changes back. */
        void rollBack() {
            complete(false);
        }

        private void complete(boolean done) {
            RecordChange.Step told = new RecordChange.Step(observer);
            transitions.forEach(transition -> transition.complete(done, inFlight, told));
            told.tell();
        }

        /** Writes the changes; they have come about when they are written. */
        void write(Completion done) {
            if (transitions.isEmpty()) {
                done.completed(null);
                return;
            }
            StateWrites.this.write(transitions.stream().map(Transition::written).toList(), failure -> {
                if (failure != null) {
                    rollBack();
                    done.completed(failure);
                    return;
                }
                complete(true);
                boolean moved = startOffset.move();
                done.completed(null);
                if (moved) {
                    startMoved.run();
                }
            });
        }
    }

    /** The offsets of a change and the state that they are to come into. */
    record Target(long firstOffset, long lastOffset, RecordState state) {}

    /** Writes states as they are by now. */
    void write(List<StateBatch> batches, Completion done) {
        ShareStatePersister.Update update = new ShareStatePersister.Update(
                stateEpoch, leaderEpoch, inFlight.startOffset(), inFlight.deliveryCompleteCount(), batches);
        persister.write(partition, update, result -> done.completed(failure(result)));
    }

    private static @Nullable ShareFailure failure(ShareStatePersister.WriteResult result) {
        return result.error() == Errors.NONE ? null : ShareFailure.ofPersister(result.error(), result.message());
    }
}
