package io.github.groupcoordinator.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcquisitionLockTest {

    @Test
    void locksRunOutAtExactlyTheirDuration() {
        ShareBench bench = ShareBench.withBatches(3);
        bench.fetch("m1");
        bench.advance(29_999);
        assertThat(bench.inFlight()).isEqualTo("0-2 ACQUIRED x1 m1");
        bench.advance(1);
        assertThat(bench.inFlight()).isEqualTo("0-2 AVAILABLE x1");
        assertThat(bench.wakes).isEqualTo(1);
        assertThat(bench.writes.get(0).batches()).containsExactly(ShareBench.available(0, 2, 1));
        assertThat(bench.fetch("m2")).isEqualTo("0-2x2");
    }

    @Test
    void atTheDeliveryLimitTheyAreArchived() {
        ShareBench bench = ShareBench.withBatches(3);
        bench.deliveryCountLimit = 2;
        bench.fetch("m1");
        bench.advance(30_000);
        assertThat(bench.fetch("m1")).isEqualTo("0-2x2");
        bench.advance(30_000);
        assertThat(bench.offsets()).isEqualTo("3-3 complete 0");
        assertThat(bench.writes.get(1).batches()).containsExactly(new StateBatch(0, 2, (byte) 4, (short) 2));
    }

    @Test
    void renewalRestartsTheWholeLockAndWritesNothing() {
        ShareBench bench = ShareBench.withBatches(3);
        bench.fetch("m1");
        bench.advance(20_000);
        assertThat(bench.acknowledge("m1", 0, 2, AcknowledgeType.RENEW)).isEqualTo("NONE");
        bench.advance(29_999);
        assertThat(bench.inFlight()).isEqualTo("0-2 ACQUIRED x1 m1");
        assertThat(bench.writes).isEmpty();
        bench.advance(1);
        assertThat(bench.inFlight()).isEqualTo("0-2 AVAILABLE x1");
    }

    @Test
    void renewalCanBeForbidden() {
        ShareBench bench = ShareBench.withBatches(3);
        bench.fetch("m1");
        bench.renew = false;
        assertThat(bench.acknowledge("m1", 0, 2, AcknowledgeType.RENEW)).isEqualTo("INVALID_RECORD_STATE");
        assertThat(bench.acknowledge("m1", 1, 1, AcknowledgeType.RENEW)).isEqualTo("INVALID_RECORD_STATE");
    }

    @Test
    void aNewDurationHoldsFromTheNextLockOn() {
        ShareBench bench = ShareBench.withBatches(1, 1);
        bench.fetch("m1", 1);
        bench.lockMs = 15_000;
        bench.fetch("m1", 1);
        bench.advance(15_000);
        assertThat(bench.inFlight()).isEqualTo("0-0 ACQUIRED x1 m1, 1-1 AVAILABLE x1");
    }

    @Test
    void offsetsOfASplitBatchTimeOutOneByOneAtTheDeadlineOfTheBatch() {
        ShareBench bench = ShareBench.withBatches(3);
        bench.fetch("m1");
        bench.advance(10_000);
        bench.acknowledge("m1", 1, 1, AcknowledgeType.ACCEPT);
        bench.advance(20_000);
        assertThat(bench.inFlight()).isEqualTo("0-0 AVAILABLE x1, 1-1 ACKNOWLEDGED x1, 2-2 AVAILABLE x1");
        assertThat(bench.writes).hasSize(3);
        assertThat(bench.wakes).isEqualTo(2);
    }

    @Test
    void releasingASessionGivesBackWhatTheMemberHas() {
        ShareBench bench = ShareBench.withBatches(2, 2);
        bench.fetch("m1", 2);
        bench.fetch("m2", 2);
        bench.release("m1");
        assertThat(bench.inFlight()).isEqualTo("0-1 AVAILABLE x1, 2-3 ACQUIRED x1 m2");
        bench.advance(30_000);
        assertThat(bench.inFlight()).isEqualTo("0-1 AVAILABLE x1, 2-3 AVAILABLE x1");
    }

    @Test
    void aBrokerThatStopsTakesItsLocksAlong() {
        ShareBench bench = ShareBench.withBatches(2);
        bench.fetch("m1");
        bench.partition.abandon();
        bench.advance(30_000);
        assertThat(bench.writes).isEmpty();
        assertThat(bench.partition.state()).isEqualTo(SharePartitionState.FENCED);
    }

    @Test
    void oneFetchAtATimeAndOnlyOfAnActivePartition() {
        ShareBench bench = new ShareBench();
        assertThat(bench.partition.tryLockForFetch("one")).isFalse();
        bench.initialize();
        assertThat(bench.partition.tryLockForFetch("one")).isTrue();
        assertThat(bench.partition.tryLockForFetch("other")).isFalse();
        bench.partition.unlockForFetch();
        assertThat(bench.partition.tryLockForFetch("other")).isTrue();
    }

    @Test
    void changesAreTold() {
        ShareBench bench = ShareBench.withBatches(2);
        bench.fetch("m1");
        bench.acknowledge("m1", 0, 0, AcknowledgeType.ACCEPT);
        bench.advance(30_000);
        assertThat(bench.changes)
                .isEqualTo(List.of(
                        new RecordChange(RecordChange.Kind.ACQUIRED, "m1", 0, 1, 1),
                        new RecordChange(RecordChange.Kind.ACCEPTED, "m1", 0, 0, 1),
                        new RecordChange(RecordChange.Kind.LOCK_TIMED_OUT, "m1", 1, 1, 1)));
    }
}
