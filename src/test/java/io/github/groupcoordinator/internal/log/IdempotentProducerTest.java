package io.github.groupcoordinator.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

class IdempotentProducerTest {
    private static final long NOW = 1_700_000_000_000L;

    private final PartitionLog log = new PartitionLog("orders-0", LogConfig.defaults());

    private AppendResult append(int epoch, int sequence, int count) {
        SimpleRecord[] records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = new SimpleRecord(NOW, "k".getBytes(), "v".getBytes());
        }
        return log.appendProduced(
                MemoryRecords.withIdempotentRecords(Compression.NONE, 7L, (short) epoch, sequence, records)
                        .buffer(),
                NOW);
    }

    @Test
    void repeatedBatchIsAnsweredWithItsFirstOffset() {
        append(0, 0, 2);
        append(0, 2, 1);

        AppendResult again = append(0, 0, 2);

        assertThat(again.baseOffset()).isZero();
        assertThat(again.lastOffset()).isEqualTo(1);
        assertThat(log.logEndOffset()).isEqualTo(3);
    }

    @Test
    void theLastFiveBatchesAreRemembered() {
        for (int sequence = 0; sequence < 6; sequence++) {
            append(0, sequence, 1);
        }

        for (int sequence = 1; sequence < 6; sequence++) {
            assertThat(append(0, sequence, 1).baseOffset()).isEqualTo(sequence);
        }
        assertThatThrownBy(() -> append(0, 0, 1)).isInstanceOf(OutOfOrderSequenceException.class);
        assertThat(log.logEndOffset()).isEqualTo(6);
    }

    @Test
    void gapsAndOverlapsAreOutOfOrder() {
        append(0, 0, 2);

        assertThatThrownBy(() -> append(0, 3, 1))
                .isInstanceOf(OutOfOrderSequenceException.class)
                .hasMessageContaining("3 (incoming seq. number), 1 (current end sequence number)");
        assertThatThrownBy(() -> append(0, 1, 1)).isInstanceOf(OutOfOrderSequenceException.class);
        assertThat(append(0, 2, 1).baseOffset()).isEqualTo(2);
    }

    @Test
    void unknownProducerMayBeginAnywhere() {
        assertThat(append(0, 42, 1).baseOffset()).isZero();
        assertThat(append(0, 43, 1).baseOffset()).isEqualTo(1);
    }

    @Test
    void newEpochBeginsAtZeroAndFencesTheOld() {
        append(0, 0, 1);

        assertThatThrownBy(() -> append(1, 1, 1)).isInstanceOf(OutOfOrderSequenceException.class);
        assertThat(append(1, 0, 1).baseOffset()).isEqualTo(1);
        assertThatThrownBy(() -> append(0, 1, 1)).isInstanceOf(InvalidProducerEpochException.class);
    }

    @Test
    void sequencesWrapAround() {
        append(0, Integer.MAX_VALUE - 1, 2);

        assertThat(append(0, 0, 1).baseOffset()).isEqualTo(2);
        assertThat(BatchHeader.incrementSequence(Integer.MAX_VALUE, 1)).isZero();
    }

    @Test
    void batchAcrossTheWrapIsFollowedByItsSequence() {
        append(0, Integer.MAX_VALUE, 3);

        assertThat(append(0, 2, 1).baseOffset()).isEqualTo(3);
    }
}
