package io.github.groupcoordinator.internal.cluster;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The parts of a cluster that have begun to hold something of the JVM's: threads, ports, an address. If the cluster
 * can't be started, each gives it back, the latest first, so that the next cluster finds everything as it was.
 */
final class BegunParts {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /** Takes the end of a part that has begun. */
    void add(Runnable end) {
        ends.push(end);
    }

    /** Ends all; what that throws is told with the failure. */
    void end(Throwable failure) {
        while (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } catch (RuntimeException | Error e) {
                failure.addSuppressed(e);
            }
        }
    }
}
