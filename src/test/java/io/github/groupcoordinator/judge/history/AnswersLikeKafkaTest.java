package io.github.groupcoordinator.judge.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.broker.BrokerUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random histories, played to Kafka's own coordinator and to ours. {@code -Djudge.histories=10000} plays that many per
 * family; {@code -Djudge.family} and {@code -Djudge.seed} play one history again; {@code -Djudge.coverage.file} writes
 * down which error codes came up.
 */
class AnswersLikeKafkaTest {
    /**
     * From v5 on a commit adds its group to the transaction at the transaction coordinator (KIP-890), which the judge
     * does not have: the samples and the exactly-once tests play it.
     */
    private static final String NOT_DRAWN = "TxnOffsetCommit v5";

    private static final List<Family> FAMILIES =
            List.of(Family.CLASSIC, Family.STATIC, Family.OFFSETS, Family.FAILOVER, Family.CONSUMER, Family.MIXED);
    private static final double MAX_CUT_SHORT_PERCENT = 2;

    @Test
    void noHistoryTellsOursFromKafkas() throws IOException {
        int histories = Integer.getInteger("judge.histories", 250);
        long firstSeed = Long.getLong("judge.seed", 1);
        Coverage coverage = new Coverage();
        List<Campaign.Result> results = new ArrayList<>();
        for (Family family : families()) {
            Campaign.Result result = Campaign.run(
                    family,
                    firstSeed,
                    System.getProperty("judge.seed") == null ? histories : 1,
                    BrokerUnderTest::new,
                    coverage);
            System.out.println(result);
            result.divergences().forEach(System.out::println);
            results.add(result);
        }
        String file = System.getProperty("judge.coverage.file");
        if (file != null && isWhole()) {
            Files.writeString(Path.of(file), new CoverageReport(results, coverage).text());
        }

        assertThat(results).allSatisfy(result -> {
            assertThat(result.divergences()).as(result.toString()).isEmpty();
            assertThat(result.cutShortPercent()).as(result.toString()).isLessThanOrEqualTo(MAX_CUT_SHORT_PERCENT);
        });
        if (isWhole()) {
            assertThat(RequiredHits.missing(coverage, histories)).isEmpty();
            assertThat(coverage.versionsBelow(10))
                    .filteredOn(each -> !each.startsWith(NOT_DRAWN))
                    .isEmpty();
        }
    }

    private static boolean isWhole() {
        return System.getProperty("judge.seed") == null && System.getProperty("judge.family") == null;
    }

    private static List<Family> families() {
        String only = System.getProperty("judge.family");
        return only == null ? FAMILIES : List.of(Family.valueOf(only));
    }
}
