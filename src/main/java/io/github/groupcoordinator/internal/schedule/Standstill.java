package io.github.groupcoordinator.internal.schedule;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The watch over an instant in which the loop is busy and nothing happens: it tells within about a second of real time,
 * so that nobody waits for a million steps; and not before so many steps in vain that no run comes to them that gets
 * anywhere.
 */
final class Standstill {
    /** So many steps in one millisecond without anything that is worth waiting for take a fraction of a second. */
    private static final int STEPS_IN_VAIN = 20_000;

    private static final int LOOK_EVERY = 1_000;
    private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    private int steps;
    private @Nullable Watchdog watchdog;

    /** Begins anew: another instant has come, or something has happened. */
    void begin() {
        steps = 0;
    }

    /** Counts a step; returns whether there have been too many for too long. */
    boolean isTooLong() {
        steps++;
        if (steps < STEPS_IN_VAIN || steps % LOOK_EVERY != 0) {
            return false;
        }
        if (steps == STEPS_IN_VAIN) {
            watchdog = new Watchdog(LIMIT_NANOS);
        }
        return watchdog != null && watchdog.isTooLong();
    }

    /** Returns whether the steps are told from here on, for a message. */
    boolean isTold() {
        return steps >= STEPS_IN_VAIN;
    }
}
