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

    private final Standstill standstill = new Standstill();
    private Tally last = new Tally();
    private Tally inVain = new Tally();
    private int inVainSteps;
    private int steps;

    /** Begins with another instant. */
    void begin() {
        if (steps > LIMIT - TOLD) {
            last = new Tally();
        }
        steps = 0;
        progress();
    }

    /** Something has happened that is worth waiting for. */
    void progress() {
        standstill.begin();
    }

    /**
     * Counts a step.
     *
     * @param now says what time it is; asked only for a message
     */
    void count(Object who, Supplier<String> now) {
        requireNoStandstill(who, now);
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

    private void requireNoStandstill(Object who, Supplier<String> now) {
        boolean tooLong = standstill.isTooLong();
        if (!standstill.isTold()) {
            return;
        }
        if (tooLong) {
            throw new VirtualDeadlockException("Time stands still at " + now.get()
                    + ": many thousand steps at this instant, and nothing has happened"
                    + " in the last of them. Of the last " + inVainSteps + " there were:" + inVain.lines(" by ")
                    + "\nWhatever goes on like that has to let time pass: with a delay, or by waiting.");
        }
        if (inVainSteps == TOLD) {
            inVain = new Tally();
            inVainSteps = 0;
        }
        inVain.add(Text.shown(who.toString()));
        inVainSteps++;
    }
}
