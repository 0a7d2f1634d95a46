package io.github.groupcoordinator.internal.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for a short list of departures (faults, turns of threads) that still fails, by leaving parts out and
 * running again: first everything, then halves, quarters and so on down to single ones, until none can be left out any
 * more (delta debugging).
 */
final class Shrinking {
    private static final int MOST_RUNS = 300;

    private List<Departure> failing;
    private @Nullable List<Departure> candidate;
    private int chunk;
    private int from;
    private boolean removedInThisPass;
    private boolean emptyTried;
    private int runs;

    Shrinking(List<Departure> failing) {
        this.failing = new ArrayList<>(failing);
        this.chunk = Math.max(1, failing.size() / 2);
    }

    /** Returns the departures to try next, or null if it is done. */
    @Nullable
    List<Departure> next() {
        candidate = runs >= MOST_RUNS ? null : choose();
        if (candidate != null) {
            runs++;
        }
        return candidate;
    }

    private @Nullable List<Departure> choose() {
        if (failing.isEmpty()) {
            return null;
        }
        if (!emptyTried) {
            emptyTried = true;
            return new ArrayList<>();
        }
        if (from >= failing.size()) {
            if (chunk == 1 && !removedInThisPass) {
                return null;
            }
            chunk = Math.max(1, chunk / 2);
            from = 0;
            removedInThisPass = false;
        }
        if (failing.size() == 1) {
            // The list without it is the empty one, which has been tried.
            return null;
        }
        List<Departure> shorter = new ArrayList<>(failing);
        shorter.subList(from, Math.min(from + chunk, shorter.size())).clear();
        return shorter;
    }

    /** Takes what came of the last try. */
    void tried(boolean failed, List<Departure> taken) {
        if (!failed) {
            from += candidate == null || candidate.isEmpty() ? 0 : chunk;
            return;
        }
        // What was not taken made no difference.
        failing = new ArrayList<>(taken);
        from = 0;
        chunk = Math.max(1, Math.min(chunk, failing.size() / 2));
        removedInThisPass = true;
    }

    /** Returns the shortest list that failed so far. */
    List<Departure> shortest() {
        return new ArrayList<>(failing);
    }

    /** Returns how often it was run. */
    int runs() {
        return runs;
    }
}
