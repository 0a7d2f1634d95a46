package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.BrokerUnderTest;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Share groups (KIP-932): Kafka's own coordinator and ours must give the same answers and append the same records,
 * over a keeper of share state that is late, fails or says nothing, failovers, and failed appends.
 * {@code -Djudge.histories=10000} plays that many, {@code -Djudge.from} from another one on, {@code -Djudge.seed} a
 * single one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShareGroupsAnswerLikeKafkaTest {
    private static final int MAX_HISTORIES = 1_200;
    private static final double MAX_CUT_SHORT_PERCENT = 2;

    private final MutantHunt hunt = new MutantHunt(Family.SHARE, MAX_HISTORIES);

    @Test
    void noHistoryTellsOursFromKafkas() {
        Coverage coverage = new Coverage();
        Campaign.Result result = Campaign.run(
                Family.SHARE,
                Long.getLong("judge.seed", Long.getLong("judge.from", 1)),
                System.getProperty("judge.seed") == null ? Integer.getInteger("judge.histories", 150) : 1,
                BrokerUnderTest::new,
                coverage);
        System.out.println(result);

        result.divergences().forEach(System.out::println);
        assertThat(result.divergences()).isEmpty();
        assertThat(result.cutShortPercent()).isLessThanOrEqualTo(MAX_CUT_SHORT_PERCENT);
        if (System.getProperty("judge.seed") == null) {
            assertThat(coverage.byApi().get(ApiKeys.SHARE_GROUP_HEARTBEAT).keySet())
                    .contains(
                            Errors.NONE,
                            Errors.INVALID_REQUEST,
                            Errors.GROUP_ID_NOT_FOUND,
                            Errors.UNKNOWN_MEMBER_ID,
                            Errors.FENCED_MEMBER_EPOCH,
                            Errors.GROUP_MAX_SIZE_REACHED,
                            Errors.NOT_COORDINATOR,
                            Errors.COORDINATOR_NOT_AVAILABLE);
            assertThat(coverage.byApi().get(ApiKeys.SHARE_GROUP_DESCRIBE).keySet())
                    .contains(Errors.NONE, Errors.GROUP_ID_NOT_FOUND, Errors.INVALID_GROUP_ID);
            assertThat(coverage.byApi().get(ApiKeys.ALTER_SHARE_GROUP_OFFSETS).keySet())
                    .contains(
                            Errors.NONE,
                            Errors.INVALID_GROUP_ID,
                            Errors.NON_EMPTY_GROUP,
                            Errors.UNKNOWN_TOPIC_OR_PARTITION);
            assertThat(coverage.byApi().get(ApiKeys.DELETE_SHARE_GROUP_OFFSETS).keySet())
                    .contains(
                            Errors.NONE,
                            Errors.INVALID_GROUP_ID,
                            Errors.GROUP_ID_NOT_FOUND,
                            Errors.NON_EMPTY_GROUP,
                            Errors.UNKNOWN_TOPIC_OR_PARTITION);
            assertThat(coverage.byApi().get(ApiKeys.DESCRIBE_SHARE_GROUP_OFFSETS))
                    .containsKey(Errors.NONE);
        }
    }

    static Stream<Mutant> mutants() {
        return Stream.of(
                        ShareMutants.members(),
                        ShareMutants.leaving(),
                        ShareMutants.assignments(),
                        ShareMutants.targets(),
                        ShareMutants.state(),
                        ShareMutants.deletions(),
                        ShareMutants.administration(),
                        ShareMutants.descriptions())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsCaught(Mutant mutant) {
        hunt.requireCaught(mutant);
    }

    @Test
    void oursWithoutAMistakeIsNotCaught() {
        String same = "class ShareGroup ";
        hunt.requireNotCaught(new Mutant(0, "no mistake", "group/share/ShareGroup.java", same, same), 50);
    }
}
