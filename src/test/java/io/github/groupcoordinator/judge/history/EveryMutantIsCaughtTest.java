package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The histories can tell ours from Kafka's: a deliberate mistake in ours is found, and after how many histories. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryMutantIsCaughtTest {
    private static final int MAX_HISTORIES = 1_200;
    /** From this statement on it is about the consumer protocol. */
    private static final int FIRST_OF_CONSUMERS = 16;

    /** From this statement on it is about groups that change their protocol. */
    private static final int FIRST_OF_MIGRATIONS = 20;

    private static final int NUMBERED_STATEMENTS = 20;

    /** The answers of Kafka to the first histories, taken down once for all mutants. */
    private final Map<String, Transcript> kafkas = new LinkedHashMap<>();

    private final Map<String, History> histories = new LinkedHashMap<>();

    static Stream<Mutant> mutants() {
        return Stream.of(
                        ClassicMutants.joining(),
                        ClassicMutants.electing(),
                        ClassicMutants.staticMembers(),
                        ClassicMutants.syncing(),
                        ClassicMutants.sessions(),
                        ClassicMutants.leavingAndFailover(),
                        OffsetMutants.commits(),
                        OffsetMutants.descriptionsAndExpiry(),
                        ConsumerMutants.joining(),
                        ConsumerMutants.epochs(),
                        ConsumerMutants.leaving(),
                        ConsumerMutants.reconciling(),
                        ConsumerMutants.offsets(),
                        ConsumerMutants.migrating())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsCaught(Mutant mutant) {
        Comparison comparison = new Comparison(MutatedBroker.of(mutant));
        int played = 0;
        boolean caught = false;
        PrimitiveIterator.OfInt numbers = mutant.histories(0, MAX_HISTORIES);
        while (!caught && numbers.hasNext()) {
            History history = history(mutant.row(), numbers.nextInt());
            Transcript kafka = kafkas.computeIfAbsent(
                    history.family() + " " + history.seed(),
                    unused -> Comparison.kafkas(history, (state, api, version, codes) -> {}));
            caught = comparison.compare(history, kafka).isPresent();
            played++;
        }
        System.out.printf(
                "number %d, %s: %s after %d histories%n",
                mutant.row(), mutant.what(), caught ? "caught" : "survived", played);
        assertThat(caught).as(mutant.what()).isTrue();
    }

    @Test
    void oursWithoutAMistakeIsNotCaught() {
        Mutant none =
                new Mutant(0, "no mistake", "group/classic/Membership.java", "class Membership", "class Membership");
        Comparison comparison = new Comparison(MutatedBroker.of(none));

        for (int number = 0; number < 100; number++) {
            assertThat(comparison.compare(history(1, number))).isEmpty();
        }
    }

    /** The families that a statement is about in turn, with the seeds of the other histories. */
    private History history(int row, int number) {
        List<Family> families = row < FIRST_OF_CONSUMERS
                ? Family.CLASSIC_ONLY
                : List.of(row < FIRST_OF_MIGRATIONS ? Family.CONSUMER : Family.MIXED);
        Family family = families.get(number % families.size());
        long seed = 1 + number / families.size();
        return histories.computeIfAbsent(family + " " + seed, unused -> Generator.history(family, seed));
    }

    @Test
    void everyNumberedStatementHasAMutant() {
        List<Integer> rows =
                new ArrayList<>(new TreeSet<>(mutants().map(Mutant::row).toList()));

        assertThat(rows)
                .isEqualTo(IntStream.rangeClosed(1, NUMBERED_STATEMENTS).boxed().toList());
    }
}
