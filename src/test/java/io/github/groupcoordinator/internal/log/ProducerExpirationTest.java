package io.github.groupcoordinator.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a partition forgets a producer: at the first check that finds it idle for long enough. */
class ProducerExpirationTest {
    private static final long START = 1_700_000_000_000L;
    private static final long EXPIRATION = 3_600_000;
    private static final long CHECK = 600_000;
    private static final short EPOCH = 0;
    private static final UpkeepTimes TIMES =
            new UpkeepTimes(START, 300_000, 30_000, 15_000, new UpkeepTimes.ProducerExpiration(EXPIRATION, CHECK));

    private final PartitionLog log = new PartitionLog("orders-0", LogConfig.defaults());

    private void append(long producerId, int sequence, long timestampMs) {
        log.appendProduced(
                MemoryRecords.withIdempotentRecords(
                                Compression.NONE,
                                producerId,
                                EPOCH,
                                sequence,
                                new SimpleRecord(timestampMs, "k".getBytes(), "v".getBytes()))
                        .buffer(),
                START);
    }

    private List<Long> known() {
        return log.activeProducers().stream().map(ActiveProducer::producerId).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void producerIsForgottenByTheCheckThatFindsItIdleForLongEnough(int edge) {
        append(7, 0, START);
        append(8, 0, START + 1); // found by the next check
        log.tend(START + CHECK, TIMES);
        assertThat(known()).containsExactly(7L, 8L);

        log.tend(START + EXPIRATION + edge, TIMES);
        assertThat(known()).isEqualTo(edge < 0 ? List.of(7L, 8L) : List.of(8L));

        log.tend(START + EXPIRATION + CHECK + edge, TIMES);
        assertThat(known()).isEqualTo(edge < 0 ? List.of(8L) : List.of());
    }

    @Test
    void forgottenProducerMayBeginWithAnySequence() {
        append(7, 0, START);
        assertThatThrownBy(() -> append(7, 9, START)).isInstanceOf(OutOfOrderSequenceException.class);

        log.tend(START + EXPIRATION, TIMES);

        append(7, 9, START + EXPIRATION);
        assertThat(log.logEndOffset()).isEqualTo(2);
    }

    @Test
    void producerWhoseTransactionIsOpenIsRemembered() {
        log.appendTransactional(
                List.of(new RecordBatches.KeyValue(new byte[] {1}, new byte[] {2})), 7, EPOCH, true, START);

        log.tend(START + 10 * EXPIRATION, TIMES);
        assertThat(known()).containsExactly(7L);
        assertThat(log.lastStableOffset()).isZero();

        long endedMs = START + 10 * EXPIRATION;
        log.appendMarker(new TransactionMarker(7, EPOCH, true, 3, 1), endedMs);
        log.tend(endedMs + EXPIRATION - 1, TIMES);
        assertThat(known()).containsExactly(7L);
        log.tend(endedMs + EXPIRATION, TIMES);
        assertThat(known()).isEmpty();
    }

    @Test
    void nobodyIsForgottenBetweenTwoChecks() {
        log.tend(START + EXPIRATION + 1, TIMES);
        append(7, 0, START); // its records say that they are old

        log.tend(START + EXPIRATION + CHECK - 1, TIMES);
        assertThat(known()).containsExactly(7L);
        log.tend(START + EXPIRATION + CHECK, TIMES);
        assertThat(known()).isEmpty();
    }

    @Test
    void producersOfDeletedRecordsAreForgottenToo() {
        append(7, 0, START);
        append(8, 0, START + EXPIRATION);
        log.deleteRecordsBefore(1);

        log.tend(START + EXPIRATION, TIMES);
        append(8, 1, START + EXPIRATION);
        log.truncateTo(2);

        assertThat(known()).containsExactly(8L);
    }
}
