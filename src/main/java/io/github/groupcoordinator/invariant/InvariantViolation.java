package io.github.groupcoordinator.invariant;

import io.github.groupcoordinator.internal.text.Text;
import org.apiguardian.api.API;

/**
 * Something that must always be true is not; the message tells which {@link Invariant}, who, when and what led to it.
 * It is an error, so that an application that catches exceptions does not swallow it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class InvariantViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** The invariant that is violated. */
    private final Invariant invariant;

    /** Made by the watch; the message tells the whole story. */
    public InvariantViolation(Invariant invariant, String message) {
        super(Text.lines(message));
        this.invariant = invariant;
    }

    /** Returns what is violated. */
    public Invariant invariant() {
        return invariant;
    }
}
