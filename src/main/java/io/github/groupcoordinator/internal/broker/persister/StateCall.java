package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.coordinator.share.ShareStateKey;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * The call of a state API for one share-partition, with its attempts. Looking the coordinator up and asking it are
 * counted apart.
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 */
final class StateCall<Q, R> {
    private static final int MAX_ATTEMPTS = 5;

    private final StateLane<Q, R> lane;
    private final ShareStateKey key;
    private final Q question;
    private final Consumer<R> then;
    private int lookups;
    private int attempts;

    StateCall(StateLane<Q, R> lane, ShareStateKey key, Q question, Consumer<R> then) {
        this.lane = lane;
        this.key = key;
        this.question = question;
        this.then = then;
    }

    ShareStateKey key() {
        return key;
    }

    Q question() {
        return question;
    }

    /** Waits in its lane for the next request to the coordinator. */
    void waitFor(int coordinatorId) {
        lookups = 0;
        lane.add(coordinatorId, this);
    }

    /** Counts a look-up that has been answered; returns how many there were. */
    int lookedUp() {
        return ++lookups;
    }

    /** Counts a request that has been answered; returns how many there were. */
    int asked() {
        return ++attempts;
    }

    static boolean mayTryAgainAfter(int tries) {
        return tries < MAX_ATTEMPTS;
    }

    void answer(R result) {
        then.accept(result);
    }

    void failLookup(Errors error, String message) {
        then.accept(lane.api().failed(error, "Error in find coordinator. " + message));
    }

    void fail(Errors error, String message) {
        then.accept(lane.api().failed(error, "Error in " + lane.api().doing() + " RPC. " + message));
    }

    @Override
    public String toString() {
        return lane.api().doing() + " of " + key.coordinatorKey();
    }
}
