package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The mistakes follow the sources: whoever moves or rewrites what one of them changes learns of it in every build. */
class MutantsTest {

    @Test
    void everyMutantHasItsPlaceInTheSources() {
        List<String> lost = Stream.of(
                        EveryMutantIsCaughtTest.mutants(),
                        TransactionsAnswerLikeKafkaTest.mutants(),
                        ShareGroupsAnswerLikeKafkaTest.mutants(),
                        ShareCoordinatorsAnswerLikeKafkaTest.mutants(),
                        ShareHandlerMutantsTest.mutants(),
                        StreamsMutantsTest.mutants())
                .flatMap(each -> each)
                .map(MutantsTest::complaint)
                .filter(complaint -> !complaint.isEmpty())
                .toList();

        assertThat(lost).isEmpty();
    }

    private static String complaint(Mutant mutant) {
        try {
            return MutatedBroker.mutated(mutant).isEmpty() ? mutant + " leaves nothing" : "";
        } catch (AssertionError | UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
