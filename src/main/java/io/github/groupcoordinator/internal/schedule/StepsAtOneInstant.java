package io.github.groupcoordinator.internal.schedule;

import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts what is done in one millisecond, and says who it was when that never comes to an end. */
final class StepsAtOneInstant {
    /** More steps than this mean that something acts without getting anywhere. */
    private static final int LIMIT = 1_000_000;

    /** Of so many it is told who did them. */
    private static final int TOLD = 1_000;

    private static final int MOST_NAMES = 5;

    private final Map<String, Integer> last = new LinkedHashMap<>();
    private int steps;

    /** Begins with another instant. */
    void begin() {
        steps = 0;
        if (!last.isEmpty()) {
            last.clear();
        }
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
            last.merge(who.toString(), 1, Integer::sum);
            return;
        }
        List<Map.Entry<String, Integer>> names = new ArrayList<>(last.entrySet());
        names.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
        StringBuilder text = new StringBuilder();
        names.stream().limit(MOST_NAMES).forEach(name -> text.append("\n  - ")
                .append(name.getValue())
                .append(" by ")
                .append(name.getKey()));
        throw new VirtualDeadlockException("Time stands still at " + now.get() + ": " + LIMIT
                + " steps at this instant. Of the last " + TOLD + " there were:" + text
                + "\nWhatever goes on like that has to let time pass: with a delay, or by waiting.");
    }
}
