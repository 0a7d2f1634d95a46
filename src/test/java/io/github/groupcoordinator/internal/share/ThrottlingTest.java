package io.github.groupcoordinator.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that fail again and again come in ever smaller numbers, so that one bad record is found alone. */
class ThrottlingTest {

    private static List<String> fetchesOfEightRecordsThatAlwaysFail(int limit, int fetches) {
        ShareBench bench = ShareBench.withBatches(8);
        bench.deliveryCountLimit = limit;
        List<String> fetched = new ArrayList<>();
        for (int i = 0; i < fetches; i++) {
            fetched.add(bench.fetch("m1"));
            bench.release("m1");
        }
        return fetched;
    }

    @Test
    void withALimitOfFiveHalvesComeFromTheFourthDeliveryOn() {
        assertThat(fetchesOfEightRecordsThatAlwaysFail(5, 10))
                .containsExactly(
                        "0-7x1", "0-7x2", "0-7x3", "0-3x4", "0-0x5", "1-1x5", "2-2x5", "3-3x5", "4-7x4", "4-4x5");
    }

    @Test
    void withALimitOfThreeTheLastDeliveryIsOfSingleRecords() {
        assertThat(fetchesOfEightRecordsThatAlwaysFail(3, 4)).containsExactly("0-7x1", "0-7x2", "0-0x3", "1-1x3");
    }

    @Test
    void withALimitOfTwoNothingIsLessened() {
        assertThat(fetchesOfEightRecordsThatAlwaysFail(2, 3)).containsExactly("0-7x1", "0-7x2", "");
    }

    @Test
    void withALimitOfTenNumbersAreHalvedFromTheSixthDeliveryOn() {
        assertThat(fetchesOfEightRecordsThatAlwaysFail(10, 12))
                .containsExactly(
                        "0-7x1", "0-7x2", "0-7x3", "0-7x4", "0-7x5", "0-3x6", "0-1x7", "0-0x8", "0-0x9", "0-0x10",
                        "1-1x8", "1-1x9");
    }

    /** Five records, of which the third has failed three times and the others twice. */
    private static ShareBench withAThirdThatFailsMore() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        bench.release("m1");
        bench.fetch("m1");
        bench.acknowledge("m1", 2, 2, AcknowledgeType.RELEASE);
        assertThat(bench.fetch("m1")).isEqualTo("2-2x3");
        bench.release("m1");
        return bench;
    }

    @Test
    void numberThatThrottlingAllowsEndsNothingWhereItIsReachedBefore() {
        // Two of the five may come together once the third is among them: then there are three.
        assertThat(withAThirdThatFailsMore().fetch("m2", AcquireMode.RECORD_LIMIT, 1, 3))
                .isEqualTo("0-1x3 2-2x4");
        assertThat(withAThirdThatFailsMore().fetch("m2", AcquireMode.RECORD_LIMIT, 1, 4))
                .isEqualTo("0-1x3 2-2x4 3-3x3");
        assertThat(withAThirdThatFailsMore().fetch("m2")).isEqualTo("0-1x3 2-2x4 3-4x3");
    }

    @Test
    void throttledRecordsDoNotComeWithOthers() {
        ShareBench bench = ShareBench.withBatches(2, 2);
        bench.deliveryCountLimit = 3;
        bench.fetch("m1", 2);
        bench.fetch("m1", 2);
        bench.acknowledge("m1", 2, 3, AcknowledgeType.RELEASE);
        assertThat(bench.fetch("m1")).isEqualTo("2-3x2");
        bench.release("m1");
        assertThat(bench.fetch("m1")).isEqualTo("0-1x2");
        bench.acknowledge("m1", 0, 1, AcknowledgeType.RENEW);
        assertThat(bench.fetch("m2")).isEqualTo("2-2x3");
    }
}
