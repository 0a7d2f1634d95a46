package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.TreeMap;

/** The hunt for mutants by the histories of one family; what Kafka answered is taken down once for all of them. */
final class MutantHunt {
    private final Family family;
    private final int maxHistories;
    private final Map<Integer, Transcript> kafkas = new TreeMap<>();

    MutantHunt(Family family, int maxHistories) {
        this.family = family;
        this.maxHistories = maxHistories;
    }

    /** Fails unless a history tells the mutant from Kafka. */
    void requireCaught(Mutant mutant) {
        assertThat(catches(mutant)).as(mutant.what()).isTrue();
    }

    /** Returns whether a history tells the mutant from Kafka. */
    boolean catches(Mutant mutant) {
        Comparison comparison = new Comparison(MutatedBroker.of(mutant));
        int played = 0;
        boolean caught = false;
        PrimitiveIterator.OfInt numbers = mutant.histories(1, maxHistories + 1);
        while (!caught && numbers.hasNext()) {
            caught = divergence(comparison, numbers.nextInt()).isPresent();
            played++;
        }
        System.out.printf("%s: %s after %d histories%n", mutant.what(), caught ? "caught" : "survived", played);
        return caught;
    }

    /** Fails if one of so many histories tells from Kafka what is no mistake: a mutant is to be caught by its own. */
    void requireNotCaught(Mutant none, int histories) {
        Comparison comparison = new Comparison(MutatedBroker.of(none));
        for (int number = 1; number <= histories; number++) {
            assertThat(divergence(comparison, number))
                    .as("%s, history %d of %s", none.what(), number, family)
                    .isEmpty();
        }
    }

    private Optional<Divergence> divergence(Comparison comparison, int number) {
        History history = Generator.history(family, number);
        Transcript kafka = kafkas.computeIfAbsent(
                number, unused -> Comparison.kafkas(history, (state, api, version, codes) -> {}));
        return comparison.compare(history, kafka);
    }
}
