package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge's words when something is wrong: with ours, or with the histories. */
class JudgementTest {

    @Test
    void divergenceIsShrunkToAFewStepsAndToldWithBothAnswersAndTheSeed() {
        Mutant late = ClassicMutants.joining().stream()
                .filter(mutant -> mutant.what().equals("the initial delay ends 1 ms late"))
                .findFirst()
                .orElseThrow();
        Comparison comparison = new Comparison(MutatedBroker.of(late));
        long seed = 0;
        Divergence found = null;
        while (found == null) {
            found = comparison
                    .compare(Generator.history(Family.CLASSIC, ++seed))
                    .orElse(null);
        }

        Divergence smallest = new Shrinker(comparison).shrink(found);

        assertThat(smallest.history().steps()).hasSizeLessThanOrEqualTo(5);
        assertThat(smallest.story())
                .contains("family CLASSIC, seed " + seed, "JoinGroup", "Kafka's", "ours")
                .contains("group.initial.rebalance.delay.ms");
    }

    @Test
    void runThatReachesTooFewErrorCodesIsNamed() {
        Coverage nothing = new Coverage();

        assertThat(RequiredHits.missing(nothing, 10_000))
                .hasSize(RequiredHits.lines().size());
        assertThat(RequiredHits.missing(nothing, 250))
                .isNotEmpty()
                .anyMatch(line -> line.contains("JOIN_GROUP") && line.contains("GROUP_MAX_SIZE_REACHED"));
    }
}
