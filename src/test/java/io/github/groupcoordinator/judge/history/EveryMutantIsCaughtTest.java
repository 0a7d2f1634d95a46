package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final int NUMBERED_STATEMENTS = 15;

    /** What Kafka says to the first histories, taken down once for all mutants. */
    private final Map<Integer, History> histories = new LinkedHashMap<>();

    private final Map<Integer, Transcript> kafkas = new LinkedHashMap<>();

    static Stream<Mutant> mutants() {
        return Stream.of(
                        ClassicMutants.joining(),
                        ClassicMutants.electing(),
                        ClassicMutants.staticMembers(),
                        ClassicMutants.syncing(),
                        ClassicMutants.sessions(),
                        ClassicMutants.leavingAndFailover(),
                        OffsetMutants.commits(),
                        OffsetMutants.descriptionsAndExpiry())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsCaught(Mutant mutant) {
        Comparison comparison = new Comparison(MutatedBroker.of(mutant));
        int played = 0;
        boolean caught = false;
        while (!caught && played < MAX_HISTORIES) {
            int number = played++;
            History history = histories.computeIfAbsent(number, EveryMutantIsCaughtTest::history);
            Transcript kafka =
                    kafkas.computeIfAbsent(number, n -> Comparison.kafkas(history, (state, api, version, codes) -> {}));
            caught = comparison.compare(history, kafka).isPresent();
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
            assertThat(comparison.compare(history(number))).isEmpty();
        }
    }

    /** The families in turn, with the seeds of the other histories. */
    private static History history(int number) {
        List<Family> families = Family.CLASSIC_ONLY;
        return Generator.history(families.get(number % families.size()), 1 + number / families.size());
    }

    @Test
    void everyNumberedStatementHasAMutant() {
        List<Integer> rows =
                new ArrayList<>(new TreeSet<>(mutants().map(Mutant::row).toList()));

        assertThat(rows)
                .isEqualTo(IntStream.rangeClosed(1, NUMBERED_STATEMENTS).boxed().toList());
    }
}
