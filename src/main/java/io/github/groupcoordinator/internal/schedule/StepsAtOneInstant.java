package io.github.groupcoordinator.internal.schedule;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.util.function.Supplier;

/** The count of steps in one millisecond; when they never come to an end, it says who took them. */
final class StepsAtOneInstant {
    /** More steps than this mean that something acts without getting anywhere. */
    private static final int LIMIT = 1_000_000;

    /** Of so many it is told who did them. */
    private static final int TOLD = 1_000;

    private Tally last = new Tally();
    private int steps;

    /** Begins with another instant. */
    void begin() {
        if (steps > LIMIT - TOLD) {
            last = new Tally();
        }
        steps = 0;
    }

    /**
     * Counts a step.
     *
     * @param now says what time it is; asked only for a message
     */
    void count(Object who, Supplier<String> now) {
        if (++steps <= LIMIT - TOLD) {
            return;
        }
        if (steps <= LIMIT) {
            last.add(Text.shown(who.toString()));
            return;
        }
        throw new VirtualDeadlockException("Time stands still at " + now.get() + ": " + LIMIT
                + " steps at this instant. Of the last " + TOLD + " there were:" + last.lines(" by ")
                + "\nWhatever goes on like that has to let time pass: with a delay, or by waiting.");
    }
}
