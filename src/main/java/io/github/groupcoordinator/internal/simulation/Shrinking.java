package io.github.groupcoordinator.internal.simulation;

import io.github.groupcoordinator.simulation.SimulatedFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for a short list of faults that still fails, by leaving parts out and running again: first everything,
 * then halves, quarters and so on down to single faults, until none can be left out any more (delta debugging).
 */
final class Shrinking {
    private static final int MOST_RUNS = 300;

    private List<SimulatedFault> failing;
    private @Nullable List<SimulatedFault> candidate;
    private int chunk;
    private int from;
    private boolean removedInThisPass;
    private boolean emptyTried;
    private int runs;

    Shrinking(List<SimulatedFault> failing) {
        this.failing = new ArrayList<>(failing);
        this.chunk = Math.max(1, failing.size() / 2);
    }

    /** Returns the faults to try next, or null if it is done. */
    @Nullable
    List<SimulatedFault> next() {
        candidate = runs >= MOST_RUNS ? null : choose();
        if (candidate != null) {
            runs++;
        }
        return candidate;
    }

    private @Nullable List<SimulatedFault> choose() {
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
        List<SimulatedFault> shorter = new ArrayList<>(failing);
        shorter.subList(from, Math.min(from + chunk, shorter.size())).clear();
        return shorter;
    }

    /** Takes what came of the last try. */
    void tried(boolean failed, List<SimulatedFault> fired) {
        if (!failed) {
            from += candidate == null || candidate.isEmpty() ? 0 : chunk;
            return;
        }
        // What did not fire made no difference.
        failing = new ArrayList<>(fired);
        from = 0;
        chunk = Math.max(1, Math.min(chunk, failing.size() / 2));
        removedInThisPass = true;
    }

    /** Returns the shortest list that failed so far. */
    List<SimulatedFault> shortest() {
        return new ArrayList<>(failing);
    }

    /** Returns how often it was run. */
    int runs() {
        return runs;
    }
}
