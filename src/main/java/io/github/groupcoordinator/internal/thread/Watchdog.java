package io.github.groupcoordinator.internal.thread;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one look at real time besides the TCP listener's: it fails a run in which nothing comes to rest for many seconds,
 * and never orders one. Under a debugger it has all the time in the world.
 */
final class Watchdog {
    /** Longer than any class loading or garbage collection that a test should live with. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final boolean DEBUGGED = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-agentlib:jdwp"));

    private final long sinceNanos = System.nanoTime();

    /** Returns what the real clock says, for one to begin at. */
    static long nanoTime() {
        return System.nanoTime();
    }

    /** Returns whether it has been there for too long. */
    boolean isTooLong() {
        return !DEBUGGED && System.nanoTime() - sinceNanos > PATIENCE_NANOS;
    }
}
