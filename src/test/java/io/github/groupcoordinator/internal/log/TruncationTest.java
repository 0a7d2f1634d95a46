package io.github.groupcoordinator.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;

/** The rest of a log whose newest records are gone. */
class TruncationTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long PRODUCER = 7;
    private static final short EPOCH = 0;

    private final PartitionLog log = new PartitionLog("orders-0", LogConfig.defaults());

    private void append(int records) {
        for (int i = 0; i < records; i++) {
            log.appendProduced(PartitionLogTest.produced(PartitionLogTest.record(NOW, "k", "v")), NOW);
        }
    }

    private void appendIdempotently(int sequence) {
        log.appendProduced(
                MemoryRecords.withIdempotentRecords(
                                Compression.NONE, PRODUCER, EPOCH, sequence, PartitionLogTest.record(NOW, "k", "v"))
                        .buffer(),
                NOW);
    }

    private void appendTransactionally() {
        log.appendTransactional(
                List.of(new RecordBatches.KeyValue(new byte[] {1}, new byte[] {2})), PRODUCER, EPOCH, true, NOW);
    }

    @Test
    void newestRecordsAreGoneAndTheNextOnesTakeTheirOffsets() {
        append(5);

        log.truncateTo(3);
        log.beginLeaderEpoch(1);

        assertThat(log.logEndOffset()).isEqualTo(3);
        assertThat(log.endOffsetFor(0)).isEqualTo(new EpochEndOffset(0, 3));
        assertThatThrownBy(() -> log.read(4, 100, true)).isInstanceOf(OffsetOutOfRangeException.class);
        append(1);
        assertThat(log.logEndOffset()).isEqualTo(4);
        assertThat(log.endOffsetFor(1)).isEqualTo(new EpochEndOffset(1, 4));
    }

    @Test
    void batchGoesAsAWhole() {
        append(1);
        log.appendProduced(
                PartitionLogTest.produced(
                        PartitionLogTest.record(NOW, "a", "b"),
                        PartitionLogTest.record(NOW, "c", "d"),
                        PartitionLogTest.record(NOW, "e", "f")),
                NOW);

        log.truncateTo(3);

        assertThat(log.logEndOffset()).isEqualTo(1);
    }

    @Test
    void nothingHappensAtTheEndAndALogThatStoppedBeforeTheStartBeginsAnewThere() {
        append(3);
        log.truncateTo(3);
        log.truncateTo(9);
        assertThat(log.logEndOffset()).isEqualTo(3);

        log.deleteRecordsBefore(2);
        log.truncateTo(2);
        assertThat(log.logEndOffset()).isEqualTo(2);
        assertThat(log.logStartOffset()).isEqualTo(2);

        log.truncateTo(1);
        log.beginLeaderEpoch(1);
        assertThat(log.logEndOffset()).isEqualTo(1);
        assertThat(log.logStartOffset()).isEqualTo(1);
        append(1);
        assertThat(log.logEndOffset()).isEqualTo(2);
        assertThat(log.earliest().leaderEpoch()).isEqualTo(1);
    }

    @Test
    void epochsThatBeganInWhatIsGoneAreForgotten() {
        append(2);
        log.beginLeaderEpoch(1);
        append(2);
        log.beginLeaderEpoch(2);
        append(2);

        log.truncateTo(3);
        log.beginLeaderEpoch(3);

        assertThat(log.endOffsetFor(1)).isEqualTo(new EpochEndOffset(1, 3));
        assertThat(log.endOffsetFor(2)).isEqualTo(new EpochEndOffset(1, 3));
    }

    @Test
    void producersAreKnownByWhatIsLeft() {
        appendIdempotently(0);
        appendIdempotently(1);
        appendIdempotently(2);

        log.truncateTo(1);

        assertThatThrownBy(() -> appendIdempotently(2)).isInstanceOf(OutOfOrderSequenceException.class);
        appendIdempotently(1);
        assertThat(log.logEndOffset()).isEqualTo(2);
    }

    @Test
    void transactionWhoseMarkerIsGoneIsOpenAgain() {
        appendTransactionally();
        log.appendMarker(new TransactionMarker(PRODUCER, EPOCH, false, 3, 1), NOW);
        assertThat(log.lastStableOffset()).isEqualTo(2);

        log.truncateTo(1);

        assertThat(log.lastStableOffset()).isZero();
        assertThat(log.activeProducers()).singleElement().satisfies(producer -> assertThat(
                        producer.transactionFirstOffset())
                .isZero());
    }

    @Test
    void transactionThatEndedBeforeTheCutStaysEnded() {
        appendTransactionally();
        log.appendMarker(new TransactionMarker(PRODUCER, EPOCH, true, 3, 1), NOW);
        append(2);

        log.truncateTo(3);

        assertThat(log.lastStableOffset()).isEqualTo(3);
        assertThat(log.activeProducers()).singleElement().satisfies(producer -> assertThat(producer.coordinatorEpoch())
                .isEqualTo(3));
    }

    @Test
    void transactionWhoseRecordsWereDeletedStaysOpen() {
        appendTransactionally();
        append(3);
        log.deleteRecordsBefore(2);
        assertThat(log.lastStableOffset()).isEqualTo(2);

        log.truncateTo(3);

        assertThat(log.lastStableOffset()).isEqualTo(2);
        append(1);
        assertThat(log.lastStableOffset()).isEqualTo(2);
        log.appendMarker(new TransactionMarker(PRODUCER, EPOCH, true, 3, 1), NOW);
        assertThat(log.lastStableOffset()).isEqualTo(5);
    }

    @Test
    void transactionThatEndedInWhatWasDeletedStaysEnded() {
        appendTransactionally();
        log.appendMarker(new TransactionMarker(PRODUCER, EPOCH, true, 3, 1), NOW);
        append(3);
        log.deleteRecordsBefore(3);

        log.truncateTo(4);

        assertThat(log.lastStableOffset()).isEqualTo(4);
    }

    @Test
    void producersOfDeletedRecordsAreKnownUnlessTheReplicaHadStoppedBefore() {
        appendIdempotently(0);
        append(3);
        log.deleteRecordsBefore(2);

        log.truncateTo(3);
        assertThatThrownBy(() -> appendIdempotently(2)).isInstanceOf(OutOfOrderSequenceException.class);

        log.truncateTo(1);
        appendIdempotently(2);
        assertThat(log.logEndOffset()).isEqualTo(2);
    }
}
