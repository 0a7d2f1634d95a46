package io.github.groupcoordinator.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.batch.AcquireMode;
import io.github.groupcoordinator.internal.share.batch.FetchedBatch;
import io.github.groupcoordinator.internal.share.batch.FetchedRecords;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcquisitionTest {

    @Test
    void batchOptimizedTakesWholeLogBatches() {
        assertThat(ShareBench.withBatches(3, 3, 3, 3, 3).fetch("m1", 7)).isEqualTo("0-8x1");
        assertThat(ShareBench.withBatches(3, 3, 3).fetch("m1", 6)).isEqualTo("0-5x1");
        assertThat(ShareBench.withBatches(10).fetch("m1", 3)).isEqualTo("0-9x1");
    }

    @Test
    void batchSizeSplitsAtLogBatches() {
        ShareBench bench = ShareBench.withBatches(3, 3, 3, 3, 3);
        assertThat(bench.fetch("m1", AcquireMode.BATCH_OPTIMIZED, 5, 500)).isEqualTo("0-5x1 6-11x1 12-14x1");
    }

    @Test
    void batchSizeOfAllThatWasAcquiredSplitsNothing() {
        assertThat(ShareBench.withBatches(3, 3).fetch("m1", AcquireMode.BATCH_OPTIMIZED, 6, 500))
                .isEqualTo("0-5x1");
        assertThat(ShareBench.withBatches(3, 3).fetch("m1", AcquireMode.BATCH_OPTIMIZED, 5, 500))
                .isEqualTo("0-5x1");
        assertThat(ShareBench.withBatches(3, 3).fetch("m1", AcquireMode.BATCH_OPTIMIZED, 3, 500))
                .isEqualTo("0-2x1 3-5x1");
    }

    @Test
    void recordLimitTakesExactlySoManyAndLeavesTheRestOfTheBatchAvailable() {
        ShareBench bench = ShareBench.withBatches(5, 5);
        assertThat(bench.fetch("m1", AcquireMode.RECORD_LIMIT, 1, 3)).isEqualTo("0-2x1");
        assertThat(bench.inFlight())
                .isEqualTo("0-0 ACQUIRED x1 m1, 1-1 ACQUIRED x1 m1, 2-2 ACQUIRED x1 m1, 3-3 AVAILABLE x0,"
                        + " 4-4 AVAILABLE x0");
        assertThat(bench.fetch("m2", AcquireMode.RECORD_LIMIT, 1, 3)).isEqualTo("3-4x1 5-5x1");
    }

    @Test
    void recordLimitCutsWhatIsAvailableAgain() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        bench.release("m1");
        assertThat(bench.fetch("m2", AcquireMode.RECORD_LIMIT, 1, 2)).isEqualTo("0-1x2");
        assertThat(bench.fetch("m2", AcquireMode.RECORD_LIMIT, 1, 2)).isEqualTo("2-3x2");
    }

    @Test
    void batchOptimizedTakesAllThatIsAvailableOfABatchTrackedByOffset() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        bench.acknowledge("m1", 1, 1, AcknowledgeType.ACCEPT);
        bench.release("m1");
        assertThat(bench.fetch("m2", 1)).isEqualTo("0-0x2 2-4x2");
    }

    @Test
    void nothingIsAcquiredTwice() {
        ShareBench bench = ShareBench.withBatches(5);
        assertThat(bench.fetch("m1")).isEqualTo("0-4x1");
        assertThat(bench.fetch("m2")).isEmpty();
        assertThat(bench.partition.nextFetchOffset()).isEqualTo(5);
    }

    @Test
    void roomForRecordLocksIsRoundedUpToALogBatch() {
        ShareBench bench = ShareBench.withBatches(4, 4, 4, 4);
        bench.maxRecordLocks = 10;
        assertThat(bench.fetch("m1")).isEqualTo("0-11x1");
        assertThat(bench.partition.canAcquireRecords()).isFalse();
        assertThat(bench.fetch("m2")).isEmpty();
    }

    @Test
    void oneRecordLockLessThanTheLimitLetsANewBatchIn() {
        ShareBench bench = ShareBench.withBatches(4, 4);
        bench.maxRecordLocks = 5;
        bench.fetch("m1", 1);
        assertThat(bench.partition.canAcquireRecords()).isTrue();
        bench.maxRecordLocks = 4;
        assertThat(bench.partition.canAcquireRecords()).isFalse();
    }

    @Test
    void atTheLimitOnlyWhatIsInFlightCanBeHadAgain() {
        ShareBench bench = ShareBench.withBatches(4, 4, 4);
        bench.maxRecordLocks = 8;
        bench.fetch("m1");
        bench.acknowledge("m1", 4, 5, AcknowledgeType.RELEASE);
        assertThat(bench.partition.canAcquireRecords()).isTrue();
        assertThat(bench.fetch("m2")).isEqualTo("4-5x2");
        assertThat(bench.partition.endOffset()).isEqualTo(7);
    }

    @Test
    void partsOfABatchThatCompactionHasTakenAreArchivedWhenItIsFetchedAgain() {
        ShareBench bench = ShareBench.withBatches(3, 3);
        bench.fetch("m1");
        bench.release("m1");
        bench.log.remove(0);
        bench.produce(2);
        assertThat(bench.fetch("m2", 2)).isEqualTo("3-5x2");
        assertThat(bench.inFlight())
                .isEqualTo("0-0 ARCHIVED x1, 1-1 ARCHIVED x1, 2-2 ARCHIVED x1, 3-3 ACQUIRED x2 m2, 4-4 ACQUIRED x2 m2,"
                        + " 5-5 ACQUIRED x2 m2");
    }

    @Test
    void wholeBatchesThatCompactionHasTakenAreArchived() {
        ShareBench bench = ShareBench.withBatches(3, 3);
        bench.fetch("m1", 3);
        bench.fetch("m1", 3);
        bench.release("m1");
        bench.log.remove(0);
        assertThat(bench.fetch("m2")).isEqualTo("3-5x2");
        assertThat(bench.inFlight()).isEqualTo("0-2 ARCHIVED x1, 3-5 ACQUIRED x2 m2");
    }

    @Test
    void abortedBatchesAreArchivedAndLeftOut() {
        ShareBench bench = new ShareBench();
        bench.log.addAll(List.of(
                ShareBench.batch(0, 1),
                new FetchedBatch(2, 4, 100, 9, true, false),
                new FetchedBatch(5, 5, 100, 8, true, false),
                new FetchedBatch(6, 6, 100, 9, true, true),
                new FetchedBatch(7, 8, 100, 9, true, false)));
        bench.aborted.add(new FetchedRecords.Aborted(9, 2));
        bench.initialize();
        assertThat(bench.fetch("m1")).isEqualTo("0-1x1 5-8x1");
        assertThat(bench.inFlight()).contains("2-2 ARCHIVED x1, 3-3 ARCHIVED x1, 4-4 ARCHIVED x1, 5-5 ACQUIRED x1 m1");
        assertThat(bench.offsets()).isEqualTo("0-8 complete 3");
    }

    @Test
    void controlBatchesAreAcquiredLikeRecords() {
        ShareBench bench = new ShareBench();
        bench.log.addAll(
                List.of(new FetchedBatch(0, 1, 100, 9, true, false), new FetchedBatch(2, 2, 100, 9, true, false)));
        bench.initialize();
        assertThat(bench.fetch("m1")).isEqualTo("0-2x1");
    }
}
