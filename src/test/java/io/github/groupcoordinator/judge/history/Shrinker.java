package io.github.groupcoordinator.judge.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes steps away from a history for as long as the coordinators still disagree. */
final class Shrinker {
    private static final int MAX_TRIALS = 1_500;

    private final Comparison comparison;
    private int trials;

    Shrinker(Comparison comparison) {
        this.comparison = comparison;
    }

    Divergence shrink(Divergence found) {
        Divergence smallest = found;
        int chunk = Math.max(1, found.step() / 2);
        while (true) {
            Optional<Divergence> smaller = pass(smallest, chunk);
            if (smaller.isPresent()) {
                smallest = smaller.get();
            } else if (chunk == 1 || trials >= MAX_TRIALS) {
                return smallest;
            } else {
                chunk = Math.max(1, chunk / 2);
            }
        }
    }

    /** Tries to leave out each run of this many steps, and to end at the divergence. */
    private Optional<Divergence> pass(Divergence current, int chunk) {
        List<Step> steps = current.history().steps().subList(0, current.step() + 1);
        for (int from = 0; from < steps.size() - 1 && trials < MAX_TRIALS; from += chunk) {
            List<Step> fewer = new ArrayList<>(steps);
            fewer.subList(from, Math.min(from + chunk, steps.size() - 1)).clear();
            trials++;
            Optional<Divergence> still = comparison.compare(current.history().with(fewer));
            if (still.isPresent()) {
                return still;
            }
        }
        return Optional.empty();
    }
}
