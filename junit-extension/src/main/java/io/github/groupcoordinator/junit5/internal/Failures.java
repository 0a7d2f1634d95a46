package io.github.groupcoordinator.junit5.internal;

import io.github.groupcoordinator.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/** The failures of a clean-up whose steps all run: it fails with the first one; the others are suppressed in it. */
public final class Failures {
    private @Nullable Throwable first;

    /** Runs a step, and keeps what it throws. */
    public void run(Step step) {
        try {
            step.run();
        } catch (Exception | InvariantViolation e) {
            add(e);
        }
    }

    /** Keeps a failure, if there is one. */
    public void add(@Nullable Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (failure != null && first != failure) {
            first.addSuppressed(failure);
        }
    }

    /** Throws the first failure, if there was one. */
    public void rethrow() throws Exception {
        if (first instanceof Exception failure) {
            throw failure;
        }
        if (first instanceof Error failure) {
            throw failure;
        }
    }

    /** A step of a clean-up. */
    public interface Step {
        void run() throws Exception;
    }
}
