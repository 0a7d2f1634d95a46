package io.github.groupcoordinator.internal.net.tcp;

import java.time.Instant;

/**
 * The one place where real time enters: for clients that live in it, and never for what a test asks of virtual time.
 */
public final class SystemTime {
    private static final long NANOS_PER_MS = 1_000_000;

    private final long startMs;
    private final long startNanos = System.nanoTime();

    /** Makes a clock that shows a given time now and goes on at the pace of the system's. */
    SystemTime(long startMs) {
        this.startMs = startMs;
    }

    /** Returns the time, in milliseconds since the epoch; never runs backwards. */
    long nowMs() {
        return startMs + (System.nanoTime() - startNanos) / NANOS_PER_MS;
    }

    /** Returns what the wall clock shows, in whole milliseconds. */
    public static Instant wallClock() {
        return Instant.ofEpochMilli(Instant.now().toEpochMilli());
    }
}
