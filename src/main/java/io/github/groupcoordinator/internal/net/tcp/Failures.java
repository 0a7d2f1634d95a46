package io.github.groupcoordinator.internal.net.tcp;

import org.jspecify.annotations.Nullable;

/** What went wrong on the threads of the listener, kept for the test. */
final class Failures {
    private @Nullable Throwable first;

    synchronized void add(Throwable failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    /** Returns what went wrong since it was last asked, or null; further failures are suppressed by the first. */
    synchronized @Nullable Throwable take() {
        Throwable taken = first;
        first = null;
        return taken;
    }
}
