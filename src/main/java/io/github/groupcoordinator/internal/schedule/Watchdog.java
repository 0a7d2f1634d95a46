package io.github.groupcoordinator.internal.schedule;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one look at real time besides the TCP listener's: it fails a run in which nothing comes to rest for long, and
 * never orders one. Under a debugger it has all the time in the world.
 */
public final class Watchdog {
    /** Longer than any class loading or garbage collection that a test should live with. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final boolean DEBUGGED = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-agentlib:jdwp"));

    private final long sinceNanos = System.nanoTime();
    private final long patienceNanos;

    /** Begins to watch, with patience for what a test should live with. */
    public Watchdog() {
        this(PATIENCE_NANOS);
    }

    /** Begins to watch, for something that is known to get nowhere. */
    Watchdog(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** Returns what the real clock says, for one to begin at. */
    public static long nanoTime() {
        return System.nanoTime();
    }

    /** Returns whether it has been there for too long. */
    public boolean isTooLong() {
        return !DEBUGGED && System.nanoTime() - sinceNanos > patienceNanos;
    }
}
