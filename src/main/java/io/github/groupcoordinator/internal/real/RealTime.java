package io.github.groupcoordinator.internal.real;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time that a real cluster lives in: the system's. */
final class RealTime {
    private RealTime() {}

    /** Returns the present, in whole milliseconds. */
    static Instant now() {
        return Instant.ofEpochMilli(Instant.now().toEpochMilli());
    }

    /** Waits. */
    static void sleep(Duration duration) {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The test was interrupted while it waited " + duration, e);
        }
    }

    /** Begins to wait for something, for so long at most. */
    static Wait atMost(Duration atMost) {
        return new Wait(nanoTime(), atMost);
    }

    private static long nanoTime() {
        return System.nanoTime();
    }

    /** A wait that has begun. */
    record Wait(long sinceNanos, Duration atMost) {

        /** Returns how long it has been, in whole milliseconds. */
        Duration passed() {
            return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanoTime() - sinceNanos));
        }

        /** Returns how long it may still be; zero when it is over. */
        Duration left() {
            Duration left = atMost.minus(passed());
            return left.isNegative() ? Duration.ZERO : left;
        }

        boolean isOver() {
            return left().isZero();
        }
    }
}
