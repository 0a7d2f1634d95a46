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

    private final long patienceNanos;
    private long sinceNanos;
    private boolean started;

    Watchdog() {
        this(PATIENCE_NANOS);
    }

    Watchdog(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** Returns whether it has been asked for too long. */
    boolean isTooLong() {
        if (!started) {
            started = true;
            sinceNanos = System.nanoTime();
        }
        return !DEBUGGED && System.nanoTime() - sinceNanos > patienceNanos;
    }

    /** Begins anew with the next question. */
    void rest() {
        started = false;
    }
}
