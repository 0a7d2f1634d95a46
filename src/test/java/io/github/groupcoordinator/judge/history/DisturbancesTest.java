package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.judge.history.Transcript.Outcome;
import io.github.groupcoordinator.judge.kafka.KafkaCoordinator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of disturbance comes up, where it can change an answer, within the histories that every build plays. */
class DisturbancesTest {
    private static final int HISTORIES = 60;

    @ParameterizedTest
    @EnumSource(Family.class)
    void everyOtherHistoryIsDisturbed(Family family) {
        assertThat(LongStream.rangeClosed(1, HISTORIES)
                        .filter(seed -> isDisturbed(Generator.history(family, seed)))
                        .boxed()
                        .toList())
                .isNotEmpty()
                .allMatch(seed -> seed % 2 == 0)
                .hasSizeGreaterThan(HISTORIES * 2 / 5);
    }

    private static boolean isDisturbed(History history) {
        return history.steps().stream().anyMatch(step -> step instanceof Step.Again || step instanceof Step.HangUp);
    }

    @Test
    void parkedJoinsLoseTheirConnections() {
        assertThat(count(Family.CLASSIC, outcome -> outcome.asked().contains("closes the connections of")))
                .isGreaterThan(10);
    }

    @Test
    void requestsComeTwice() {
        assertThat(count(Family.CLASSIC, outcome -> outcome.asked().endsWith(", once more")))
                .isGreaterThan(40);
    }

    @Test
    void numbersAtTheEndsOfTheirRangesComeUp() {
        List<Outcome> classic = outcomes(Family.CLASSIC);
        List<Outcome> consumers = outcomes(Family.CONSUMER);
        List<Outcome> shares = outcomes(Family.SHARE);

        for (String timeout : List.of("0", "-1", "2147483647", "-2147483648")) {
            assertThat(classic).anyMatch(outcome -> outcome.asked().contains("rebalanceTimeoutMs " + timeout + ","));
        }
        for (String epoch : List.of("-3", "2147483647", "2147483646", "-2147483648")) {
            assertThat(consumers).anyMatch(outcome -> outcome.asked().contains("memberEpoch " + epoch + ","));
            assertThat(shares).anyMatch(outcome -> outcome.asked().contains("memberEpoch " + epoch + ","));
        }
        for (String offset : List.of("-2", "9223372036854775807", "-9223372036854775808")) {
            assertThat(shares).anyMatch(outcome -> outcome.asked().contains("startOffset " + offset + "}"));
        }
    }

    @Test
    void commitsAreRefusedForTheSizeOfTheirRecordsAndOthersJustFit() {
        Predicate<Outcome> large = outcome -> outcome.asked().matches(".*OffsetCommit .*m{500}.*");

        assertThat(count(
                        Family.OFFSETS,
                        large.and(outcome -> outcome.answers().toString().contains("errorCode -1"))))
                .isGreaterThan(5);
        assertThat(count(
                        Family.OFFSETS, large.and(outcome -> !outcome.appended().isEmpty())))
                .isGreaterThan(5);
    }

    @Test
    void offsetsTopicHasOneToSevenPartitions() {
        assertThat(LongStream.rangeClosed(1, HISTORIES)
                        .map(seed -> Generator.history(Family.OFFSETS, seed).offsetsPartitions())
                        .boxed())
                .contains(1L, 2L, 3L, 7L);
    }

    private static long count(Family family, Predicate<Outcome> which) {
        return outcomes(family).stream().filter(which).count();
    }

    private static List<Outcome> outcomes(Family family) {
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed = 1; seed <= HISTORIES * 4; seed++) {
            History history = Generator.history(family, seed);
            outcomes.addAll(
                    new Player(new KafkaCoordinator(history.brokerProperties()), (state, api, version, codes) -> {})
                            .play(history, null)
                            .outcomes());
        }
        return outcomes;
    }
}
