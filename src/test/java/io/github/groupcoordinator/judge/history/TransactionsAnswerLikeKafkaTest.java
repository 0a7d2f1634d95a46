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
 * Offsets that are committed within transactions, and what becomes of them when the transaction ends: Kafka's own
 * coordinator and ours must give the same answers and append the same records, markers included, over failovers and
 * failed appends too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionsAnswerLikeKafkaTest {
    private static final int MAX_HISTORIES = 400;
    private static final String REQUESTS = "coordinator/group/TransactionalOffsetRequests.java";
    private static final String RULES = "group/classic/OffsetRules.java";
    private static final String PENDING = "offset/PendingOffsets.java";

    private final MutantHunt hunt = new MutantHunt(Family.TRANSACTIONS, MAX_HISTORIES);

    @Test
    void noHistoryTellsOursFromKafkas() {
        Coverage coverage = new Coverage();
        Campaign.Result result = Campaign.run(
                Family.TRANSACTIONS,
                Long.getLong("judge.seed", 1),
                System.getProperty("judge.seed") == null ? Integer.getInteger("judge.histories", 60) : 1,
                BrokerUnderTest::new,
                coverage);
        System.out.println(result);
        System.out.println("TxnOffsetCommit: " + coverage.byApi().get(ApiKeys.TXN_OFFSET_COMMIT));

        result.divergences().forEach(System.out::println);
        assertThat(result.divergences()).isEmpty();
        if (System.getProperty("judge.seed") == null) {
            assertThat(coverage.byApi().get(ApiKeys.TXN_OFFSET_COMMIT).keySet())
                    .contains(
                            Errors.NONE,
                            Errors.ILLEGAL_GENERATION,
                            Errors.UNKNOWN_MEMBER_ID,
                            Errors.FENCED_INSTANCE_ID,
                            Errors.OFFSET_METADATA_TOO_LARGE,
                            Errors.UNKNOWN_TOPIC_OR_PARTITION,
                            Errors.INVALID_GROUP_ID,
                            Errors.INVALID_PRODUCER_EPOCH);
            assertThat(coverage.byApi().get(ApiKeys.OFFSET_FETCH)).containsKey(Errors.UNSTABLE_OFFSET_COMMIT);
        }
    }

    static Stream<Mutant> mutants() {
        return List.of(
                new Mutant(
                        13,
                        "TxnOffsetCommit to an unknown group with a generation is GROUP_ID_NOT_FOUND",
                        REQUESTS,
                        "return refuse(request, Errors.ILLEGAL_GENERATION);",
                        "return refuse(request, Errors.GROUP_ID_NOT_FOUND);"),
                new Mutant(
                        13,
                        "the generation of a transactional commit is not looked at",
                        RULES,
                        "if (generationId != group.generationId()) {",
                        "if (!attempt.isTransactional() && generationId != group.generationId()) {"),
                new Mutant(
                        13,
                        "producers from before KIP-447 are refused while the group has members",
                        RULES,
                        "attempt.isTransactional() ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID",
                        "Errors.UNKNOWN_MEMBER_ID"),
                new Mutant(
                        13,
                        "offsets within a transaction count at once",
                        "coordinator/group/GroupShard.java",
                        "offsets.applyPending(producerId, commit);",
                        "offsets.apply(commit);"),
                new Mutant(
                        13,
                        "offsets of an aborted transaction count",
                        PENDING,
                        "if (ended != null && committed && !ended.superseded)",
                        "if (ended != null && !ended.superseded)"),
                new Mutant(
                        13,
                        "a pending offset replaces one that was committed later",
                        PENDING,
                        "if (ended != null && committed && !ended.superseded)",
                        "if (ended != null && committed)"),
                new Mutant(
                        13,
                        "requireStable is ignored",
                        "coordinator/group/OffsetAnswers.java",
                        "boolean isUnstable = requireStable && offsets.hasPending(groupId, topic.name(), partition);",
                        "boolean isUnstable = false;"),
                new Mutant(
                        13,
                        "only pending offsets are not deleted with their group",
                        "offset/OffsetStore.java",
                        "if (get(groupId, commit.topic(), commit.partition()) == null) {",
                        "if (false) {"),
                new Mutant(
                                15,
                                "offsets expire under an open transaction",
                                "coordinator/group/OffsetRetention.java",
                                "expired.removeIf(each -> offsets.hasPending(each.groupId(),"
                                        + " each.topic(), each.partition()));",
                                "")
                        .firstTriedOn(47))
                .stream();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsCaught(Mutant mutant) {
        hunt.requireCaught(mutant);
    }
}
