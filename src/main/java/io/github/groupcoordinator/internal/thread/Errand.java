package io.github.groupcoordinator.internal.thread;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that a parked thread does for the loop, because it holds the locks that are needed for it. */
final class Errand<T> implements Runnable {
    private final Supplier<T> action;
    private @Nullable T value;
    private @Nullable RuntimeException thrown;
    private @Nullable Error error;

    Errand(Supplier<T> action) {
        this.action = action;
    }

    @Override
    public void run() {
        try {
            value = action.get();
        } catch (RuntimeException e) {
            thrown = e;
        } catch (Error e) {
            error = e;
        }
    }

    /** Returns what came of it, once it is done; throws what it threw. */
    @SuppressWarnings("NullAway") // What the action returned, which may be null if its type says so.
    T result() {
        if (thrown != null) {
            throw thrown;
        }
        if (error != null) {
            throw error;
        }
        return value;
    }
}
