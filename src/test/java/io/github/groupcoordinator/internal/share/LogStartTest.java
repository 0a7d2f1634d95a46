package io.github.groupcoordinator.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import org.junit.jupiter.api.Test;

class LogStartTest {

    @Test
    void availableRecordsBelowItAreArchivedAndTheStartJumps() {
        ShareBench bench = ShareBench.withBatches(5, 5);
        bench.fetch("m1", 5);
        bench.fetch("m2", 5);
        bench.release("m1");
        bench.partition.logStartMovedTo(3);
        assertThat(bench.inFlight())
                .isEqualTo("0-0 ARCHIVED x1, 1-1 ARCHIVED x1, 2-2 ARCHIVED x1, 3-3 AVAILABLE x1, 4-4 AVAILABLE x1,"
                        + " 5-9 ACQUIRED x1 m2");
        assertThat(bench.offsets()).isEqualTo("3-9 complete 0");
        assertThat(bench.writes).hasSize(1);
    }

    @Test
    void acquiredRecordsBelowItStayUntilTheirLockRunsOut() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        bench.partition.logStartMovedTo(5);
        assertThat(bench.inFlight()).isEqualTo("0-4 ACQUIRED x1 m1");
        assertThat(bench.acknowledge("m1", 0, 4, AcknowledgeType.ACCEPT)).isEqualTo("NONE");
        assertThat(bench.writes).isEmpty();
        bench.advance(30_000);
        assertThat(bench.writes.get(0).batches()).containsExactly(new StateBatch(0, 4, (byte) 4, (short) 1));
    }

    @Test
    void theStartOfTheLogIsNoNewsIfItIsNotAboveOurs() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        bench.partition.logStartMovedTo(0);
        assertThat(bench.offsets()).isEqualTo("0-4 complete 0");
    }

    @Test
    void withNothingInFlightBothOffsetsMove() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.partition.logStartMovedTo(4);
        assertThat(bench.offsets()).isEqualTo("4-4 complete 0");
    }

    @Test
    void whatIsDoneWithBelowItIsNoLongerCounted() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        bench.acknowledge("m1", 1, 3, AcknowledgeType.ACCEPT);
        assertThat(bench.offsets()).isEqualTo("0-4 complete 3");
        bench.partition.logStartMovedTo(2);
        assertThat(bench.offsets()).isEqualTo("2-4 complete 2");
    }
}
