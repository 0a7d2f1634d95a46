package io.github.groupcoordinator.internal.net.tcp;

import org.jspecify.annotations.Nullable;

/** The failures of the listener's threads, kept for the test. */
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
