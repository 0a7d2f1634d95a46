package io.github.groupcoordinator.judge.history;

import io.github.groupcoordinator.judge.CoordinatorUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Many histories of one family, compared. */
final class Campaign {
    private static final int MAX_DIVERGENCES = 3;

    /** The outcome of a campaign. */
    record Result(Family family, int histories, int requests, int cutShort, List<String> divergences) {
        double cutShortPercent() {
            return 100.0 * cutShort / histories;
        }

        @Override
        public String toString() {
            return String.format(
                    "%s: %d histories, %d requests, %d cut short (%.2f %%), %d divergences",
                    family, histories, requests, cutShort, cutShortPercent(), divergences.size());
        }
    }

    private Campaign() {}

    static Result run(
            Family family,
            long firstSeed,
            int histories,
            Function<Map<String, String>, CoordinatorUnderTest> other,
            Coverage coverage) {
        Comparison comparison = new Comparison(other);
        List<String> stories = new ArrayList<>();
        int requests = 0;
        int cutShort = 0;
        int played = 0;
        for (long seed = firstSeed; seed < firstSeed + histories && stories.size() < MAX_DIVERGENCES; seed++) {
            History history = Generator.history(family, seed);
            Transcript kafkas = Comparison.kafkas(history, coverage);
            played++;
            requests += (int) history.steps().subList(0, kafkas.cutAt()).stream()
                    .filter(Step.Ask.class::isInstance)
                    .count();
            cutShort += kafkas.cutAt() < history.steps().size() ? 1 : 0;
            Optional<Divergence> divergence = comparison.compare(history, kafkas);
            if (divergence.isPresent()) {
                stories.add(new Shrinker(comparison).shrink(divergence.get()).story());
            }
        }
        return new Result(family, played, requests, cutShort, stories);
    }
}
