package io.github.groupcoordinator.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class LoadingTest {

    private static ShareBench of(ShareStatePersister.ReadResult stored) {
        ShareBench bench = new ShareBench();
        bench.stored = stored;
        bench.produce(20);
        return bench;
    }

    @Test
    void whatIsDoneWithAtTheFrontIsPassed() {
        ShareBench bench = of(ShareStatePersister.ReadResult.of(
                3, 5, List.of(ShareBench.acknowledged(5, 7), ShareBench.available(8, 9, 2))));
        assertThat(bench.initialize()).isEqualTo("NONE");
        assertThat(bench.offsets()).isEqualTo("8-9 complete 0");
        assertThat(bench.inFlight()).isEqualTo("8-9 AVAILABLE x2");
        assertThat(bench.partition.stateEpoch()).isEqualTo(3);
    }

    @Test
    void gapsAreFetchedBeforeAnythingNew() {
        ShareBench bench = of(ShareStatePersister.ReadResult.of(
                3, 5, List.of(ShareBench.acknowledged(8, 9), ShareBench.available(12, 13, 2))));
        bench.initialize();
        assertThat(bench.partition.nextFetchOffset()).isEqualTo(5);
        assertThat(bench.fetch("m1")).isEqualTo("5-7x1 10-11x1 12-13x3 14-19x1");
        assertThat(bench.offsets()).isEqualTo("5-19 complete 2");
    }

    @Test
    void aGapHoldsTheStartBack() {
        ShareBench bench = of(ShareStatePersister.ReadResult.of(3, 5, List.of(ShareBench.acknowledged(8, 9))));
        bench.initialize();
        assertThat(bench.offsets()).isEqualTo("5-9 complete 2");
        assertThat(bench.fetch("m1", 1)).isEqualTo("5-7x1");
        bench.acknowledge("m1", 5, 7, AcknowledgeType.ACCEPT);
        assertThat(bench.offsets()).isEqualTo("8-9 complete 2");
    }

    @Test
    void theResetStrategySaysWhereANewPartitionBegins() {
        ShareBench earliest = of(ShareStatePersister.ReadResult.of(3, -1, List.of()));
        earliest.logStart = 4;
        earliest.initialize();
        assertThat(earliest.offsets()).isEqualTo("4-4 complete 0");

        ShareBench latest = of(ShareStatePersister.ReadResult.of(3, -1, List.of()));
        latest.reset = ShareGroupSettings.OffsetReset.LATEST;
        latest.initialize();
        assertThat(latest.offsets()).isEqualTo("20-20 complete 0");

        ShareBench byDuration = of(ShareStatePersister.ReadResult.of(3, -1, List.of()));
        byDuration.reset = ShareGroupSettings.OffsetReset.byDuration(Duration.ofMinutes(5));
        byDuration.byTime = OptionalLong.of(17);
        byDuration.initialize();
        assertThat(byDuration.offsets()).isEqualTo("17-17 complete 0");
    }

    @Test
    void aDurationWithoutAnyRecordFailsTheLoad() {
        ShareBench bench = of(ShareStatePersister.ReadResult.of(3, -1, List.of()));
        bench.reset = ShareGroupSettings.OffsetReset.byDuration(Duration.ofMinutes(5));
        assertThat(bench.initialize()).isEqualTo("OFFSET_NOT_AVAILABLE");
        assertThat(bench.partition.state()).isEqualTo(SharePartitionState.FAILED);
    }

    @Test
    void aBatchBelowTheStartFailsTheLoad() {
        ShareBench bench = of(ShareStatePersister.ReadResult.of(3, 5, List.of(ShareBench.available(4, 6, 1))));
        assertThat(bench.initialize()).isEqualTo("UNKNOWN_SERVER_ERROR");
        assertThat(bench.initialize()).isEqualTo("UNKNOWN_SERVER_ERROR");
    }

    @Test
    void errorsOfThePersisterFailTheLoad() {
        ShareBench bench = of(ShareStatePersister.ReadResult.failed(Errors.FENCED_STATE_EPOCH, "old"));
        assertThat(bench.initialize()).isEqualTo("NOT_LEADER_OR_FOLLOWER");
        assertThat(bench.partition.state()).isEqualTo(SharePartitionState.FAILED);
    }

    @Test
    void aFencedPartitionLoadsNoMore() {
        ShareBench bench = of(ShareStatePersister.ReadResult.of(3, 0, List.of()));
        bench.initialize();
        assertThat(bench.initialize()).isEqualTo("NONE");
        bench.partition.markFenced();
        assertThat(bench.initialize()).isEqualTo("LEADER_NOT_AVAILABLE");
        assertThat(bench.fetch("m1")).isEmpty();
    }
}
