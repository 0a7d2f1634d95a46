package io.github.groupcoordinator.internal.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.share.batch.AcknowledgeType;
import io.github.groupcoordinator.internal.share.batch.AcknowledgementBatch;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;
import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {

    @Test
    void acceptingAllMovesTheStartBehindThem() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        assertThat(bench.acknowledge("m1", 0, 4, AcknowledgeType.ACCEPT)).isEqualTo("NONE");
        assertThat(bench.offsets()).isEqualTo("5-5 complete 0");
        assertThat(bench.inFlight()).isEmpty();
        assertThat(bench.wakes).isEqualTo(1);
    }

    @Test
    void acceptingAPartWritesEachOffsetWithTheStartBeforeItMoves() {
        ShareBench bench = ShareBench.withBatches(10, 5);
        bench.fetch("m1", 10);
        bench.acknowledge("m1", 0, 9, AcknowledgeType.ACCEPT);
        bench.fetch("m1");
        bench.acknowledge("m1", 10, 11, AcknowledgeType.ACCEPT);
        assertThat(bench.writes.get(1))
                .isEqualTo(new ShareStatePersister.Update(
                        3, 7, 10, 2, List.of(ShareBench.acknowledged(10, 10), ShareBench.acknowledged(11, 11))));
        assertThat(bench.offsets()).isEqualTo("12-14 complete 0");
    }

    @Test
    void aHoleKeepsTheStart() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        bench.acknowledge("m1", 1, 4, AcknowledgeType.ACCEPT);
        assertThat(bench.offsets()).isEqualTo("0-4 complete 4");
        bench.acknowledge("m1", 0, 0, AcknowledgeType.REJECT);
        assertThat(bench.offsets()).isEqualTo("5-5 complete 0");
    }

    @Test
    void oneTypeForEachOffset() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        assertThat(bench.acknowledge(
                        "m1",
                        List.of(new AcknowledgementBatch(
                                0, 4, List.of((byte) 1, (byte) 2, (byte) 3, (byte) 0, (byte) 4)))))
                .isEqualTo("NONE");
        assertThat(bench.inFlight())
                .isEqualTo(
                        "0-0 ACKNOWLEDGED x1, 1-1 AVAILABLE x1, 2-2 ARCHIVED x1, 3-3 ARCHIVED x1, 4-4 ACQUIRED x1 m1");
        assertThat(bench.offsets()).isEqualTo("1-4 complete 2");
        assertThat(bench.writes.get(0).batches()).hasSize(4);
    }

    @Test
    void releasedAtTheLimitIsArchived() {
        ShareBench bench = ShareBench.withBatches(1, 1);
        bench.deliveryCountLimit = 2;
        bench.fetch("m1", 1);
        bench.acknowledge("m1", 0, 0, AcknowledgeType.RELEASE);
        assertThat(bench.inFlight()).isEqualTo("0-0 AVAILABLE x1");
        bench.fetch("m1", 1);
        bench.acknowledge("m1", 0, 0, AcknowledgeType.RELEASE);
        assertThat(bench.offsets()).isEqualTo("1-1 complete 0");
        assertThat(bench.writes.get(1).batches()).containsExactly(new StateBatch(0, 0, (byte) 4, (short) 2));
        assertThat(bench.changes)
                .last()
                .isEqualTo(new RecordChange(RecordChange.Kind.ARCHIVED_AT_LIMIT, "m1", 0, 0, 2));
    }

    @Test
    void aStrangerCanNotAcknowledge() {
        ShareBench bench = ShareBench.withBatches(5);
        bench.fetch("m1");
        assertThat(bench.acknowledge("m2", 0, 4, AcknowledgeType.ACCEPT)).isEqualTo("INVALID_RECORD_STATE");
        assertThat(bench.acknowledge("m2", 1, 1, AcknowledgeType.ACCEPT)).isEqualTo("INVALID_RECORD_STATE");
        assertThat(bench.inFlight()).isEqualTo("0-4 ACQUIRED x1 m1");
    }

    @Test
    void allBatchesOfARequestAreTakenOrNone() {
        ShareBench bench = ShareBench.withBatches(2, 2);
        bench.fetch("m1", 2);
        bench.fetch("m2", 2);
        assertThat(bench.acknowledge(
                        "m1",
                        List.of(
                                AcknowledgementBatch.of(0, 1, AcknowledgeType.ACCEPT),
                                AcknowledgementBatch.of(2, 3, AcknowledgeType.ACCEPT))))
                .isEqualTo("INVALID_RECORD_STATE");
        assertThat(bench.inFlight()).isEqualTo("0-1 ACQUIRED x1 m1, 2-3 ACQUIRED x1 m2");
        assertThat(bench.offsets()).isEqualTo("0-3 complete 0");
        assertThat(bench.writes).isEmpty();
    }

    @Test
    void acknowledgingTwiceIsNoErrorOnlyBelowTheStart() {
        ShareBench bench = ShareBench.withBatches(2, 2);
        bench.fetch("m1", 2);
        bench.fetch("m1", 2);
        bench.acknowledge("m1", 2, 3, AcknowledgeType.ACCEPT);
        assertThat(bench.acknowledge("m1", 2, 3, AcknowledgeType.ACCEPT)).isEqualTo("INVALID_RECORD_STATE");
        bench.acknowledge("m1", 0, 1, AcknowledgeType.ACCEPT);
        assertThat(bench.acknowledge("m1", 2, 3, AcknowledgeType.ACCEPT)).isEqualTo("NONE");
    }

    @Test
    void offsetsBeyondWhatWasAcquiredAreAnInvalidRequest() {
        ShareBench bench = ShareBench.withBatches(5);
        assertThat(bench.acknowledge("m1", 0, 0, AcknowledgeType.ACCEPT)).isEqualTo("INVALID_RECORD_STATE");
        bench.fetch("m1");
        assertThat(bench.acknowledge("m1", 0, 5, AcknowledgeType.ACCEPT)).isEqualTo("INVALID_REQUEST");
        assertThat(bench.acknowledge("m1", 5, 5, AcknowledgeType.ACCEPT)).isEqualTo("INVALID_REQUEST");
        assertThat(bench.acknowledge("m1", 0, 4, AcknowledgeType.ACCEPT)).isEqualTo("NONE");
    }

    @Test
    void unknownTypesAreAnInvalidRequest() {
        ShareBench bench = ShareBench.withBatches(2);
        bench.fetch("m1");
        for (byte type : new byte[] {-1, 5}) {
            assertThat(bench.acknowledge("m1", List.of(new AcknowledgementBatch(0, 1, List.of(type)))))
                    .isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void whileItIsWrittenARecordIsNeitherAcquirableNorAcknowledgeable() {
        ShareBench bench = ShareBench.withBatches(2);
        bench.fetch("m1");
        bench.holdWrites = true;
        assertThat(bench.acknowledge("m1", 0, 1, AcknowledgeType.RELEASE)).isEqualTo("waits");
        assertThat(bench.inFlight()).isEqualTo("0-1 AVAILABLE x1 in transition");
        assertThat(bench.fetch("m2")).isEmpty();
        assertThat(bench.acknowledge("m1", 0, 1, AcknowledgeType.ACCEPT)).isEqualTo("INVALID_RECORD_STATE");
        bench.answerHeldWrite(Errors.NONE);
        assertThat(bench.fetch("m2")).isEqualTo("0-1x2");
    }

    @Test
    void aWriteThatFailsGivesTheRecordsBackWithTheirDeadline() {
        ShareBench bench = ShareBench.withBatches(2);
        bench.fetch("m1");
        bench.holdWrites = true;
        bench.advance(10_000);
        bench.acknowledge("m1", 0, 1, AcknowledgeType.ACCEPT);
        assertThat(bench.offsets()).isEqualTo("0-1 complete 2");
        bench.answerHeldWrite(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(bench.inFlight()).isEqualTo("0-1 ACQUIRED x1 m1");
        assertThat(bench.offsets()).isEqualTo("0-1 complete 0");
        assertThat(bench.partition.inFlight().get(0).lockedUntilMs()).isEqualTo(30_000);
    }

    @Test
    void aWriteThatFailsAfterTheLockRanOutMakesTheRecordsAvailable() {
        ShareBench bench = ShareBench.withBatches(2);
        bench.fetch("m1");
        bench.holdWrites = true;
        bench.acknowledge("m1", 0, 1, AcknowledgeType.ACCEPT);
        bench.advance(30_000);
        assertThat(bench.inFlight()).isEqualTo("0-1 ACKNOWLEDGED x1 in transition");
        bench.answerHeldWrite(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(bench.inFlight()).isEqualTo("0-1 AVAILABLE x1");
    }

    @Test
    void errorsOfThePersisterAreToldAsClientsSeeThem() {
        assertThat(errorOf(Errors.NOT_COORDINATOR)).isEqualTo("COORDINATOR_NOT_AVAILABLE");
        assertThat(errorOf(Errors.COORDINATOR_LOAD_IN_PROGRESS)).isEqualTo("COORDINATOR_NOT_AVAILABLE");
        assertThat(errorOf(Errors.FENCED_LEADER_EPOCH)).isEqualTo("NOT_LEADER_OR_FOLLOWER");
        assertThat(errorOf(Errors.FENCED_STATE_EPOCH)).isEqualTo("NOT_LEADER_OR_FOLLOWER");
        assertThat(errorOf(Errors.GROUP_ID_NOT_FOUND)).isEqualTo("GROUP_ID_NOT_FOUND");
        assertThat(errorOf(Errors.UNKNOWN_TOPIC_OR_PARTITION)).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(errorOf(Errors.INVALID_REQUEST)).isEqualTo("UNKNOWN_SERVER_ERROR");
    }

    private static String errorOf(Errors ofPersister) {
        ShareBench bench = ShareBench.withBatches(1);
        bench.fetch("m1");
        bench.holdWrites = true;
        String[] outcome = new String[1];
        bench.partition.acknowledge(
                "m1",
                List.of(AcknowledgementBatch.of(0, 0, AcknowledgeType.ACCEPT)),
                failure -> outcome[0] = String.valueOf(failure == null ? null : failure.error()));
        bench.answerHeldWrite(ofPersister);
        return outcome[0];
    }
}
