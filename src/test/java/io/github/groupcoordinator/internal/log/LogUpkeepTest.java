package io.github.groupcoordinator.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a log that go with time: whole segments, at the moments of Kafka's background threads. */
class LogUpkeepTest {
    private static final long START = 1_700_000_000_000L;
    private static final long INITIAL_DELAY = 30_000;
    private static final long CHECK = 300_000;
    private static final long BACKOFF = 15_000;
    private static final UpkeepTimes TIMES = new UpkeepTimes(
            START, CHECK, INITIAL_DELAY, BACKOFF, new UpkeepTimes.ProducerExpiration(86_400_000, 600_000));
    private static final long DELETE_RETENTION = 60_000;

    private static LogConfig deleting(long segmentMs, long retentionMs, long retentionBytes) {
        return config(false, segmentMs, true, retentionMs, retentionBytes, 0, Long.MAX_VALUE);
    }

    private static LogConfig compacting(double ratio, long minLagMs, long maxLagMs) {
        return config(true, 10, false, -1, -1, minLagMs, maxLagMs, ratio);
    }

    private static LogConfig config(
            boolean compacted,
            long segmentMs,
            boolean deletes,
            long retentionMs,
            long retentionBytes,
            long minLagMs,
            long maxLagMs,
            double... ratio) {
        return new LogConfig(
                1_048_588,
                false,
                Long.MAX_VALUE,
                3_600_000L,
                compacted,
                new LogUpkeep(
                        1_048_576,
                        segmentMs,
                        deletes,
                        retentionMs,
                        retentionBytes,
                        new LogUpkeep.Compaction(
                                ratio.length == 0 ? 0.5 : ratio[0], DELETE_RETENTION, minLagMs, maxLagMs)));
    }

    private static void append(PartitionLog log, long atMs, String... keysAndValues) {
        append(log, Compression.NONE, atMs, keysAndValues);
    }

    private static void append(PartitionLog log, Compression compression, long atMs, String... keysAndValues) {
        SimpleRecord[] records = new SimpleRecord[keysAndValues.length / 2];
        for (int i = 0; i < records.length; i++) {
            String value = keysAndValues[2 * i + 1];
            records[i] = new SimpleRecord(
                    atMs + i,
                    keysAndValues[2 * i].getBytes(),
                    value.equals("-") ? null : value.getBytes(),
                    new RecordHeader[] {new RecordHeader("h", value.getBytes())});
        }
        log.appendProduced(MemoryRecords.withRecords(compression, records).buffer(), atMs);
    }

    private static List<String> contents(PartitionLog log) {
        List<String> contents = new ArrayList<>();
        ByteBuffer bytes = log.read(log.logStartOffset(), Integer.MAX_VALUE, true);
        for (RecordBatch batch : MemoryRecords.readableRecords(bytes).batches()) {
            batch.ensureValid();
            for (Record record : batch) {
                byte[] key = new byte[record.keySize()];
                record.key().get(key);
                byte[] value = new byte[Math.max(0, record.valueSize())];
                if (record.hasValue()) {
                    record.value().get(value);
                }
                contents.add(record.offset() + " " + new String(key) + "="
                        + (record.hasValue() ? new String(value) : "-") + " h="
                        + new String(record.headers()[0].value()));
            }
        }
        return contents;
    }

    private static List<String> offsets(PartitionLog log) {
        return contents(log).stream().map(text -> text.split(" ")[0]).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aSegmentGoesAtTheFirstCheckAfterItsRetention(long more) {
        // The check at 330 s finds the record 300 s old.
        PartitionLog log = new PartitionLog("p-0", deleting(10, 300_000 - more, -1));
        append(log, START + 30_000, "a", "1");

        log.tend(START + 330_000 - 1, TIMES);
        assertThat(log.logStartOffset()).isZero();
        log.tend(START + 330_000, TIMES);
        assertThat(log.logStartOffset()).isEqualTo(more);
    }

    @Test
    void onlyWholeSegmentsGoAndReadersOfThemAreOutOfRange() {
        PartitionLog log = new PartitionLog("p-0", deleting(100_000, 300_000, -1));
        append(log, START, "a", "1");
        append(log, START + 100_000, "b", "2"); // still in the first segment
        append(log, START + 100_001, "c", "3"); // opens the second one

        log.tend(START + INITIAL_DELAY + CHECK, TIMES);
        assertThat(log.logStartOffset()).isZero();
        log.tend(START + INITIAL_DELAY + 2 * CHECK, TIMES);

        assertThat(log.logStartOffset()).isEqualTo(3);
        assertThat(log.logEndOffset()).isEqualTo(3);
        assertThatThrownBy(() -> log.read(2, 100, true)).isInstanceOf(OffsetOutOfRangeException.class);
        append(log, START + 1_000_000, "d", "4");
        assertThat(offsets(log)).containsExactly("3");
    }

    @Test
    void theOldestSegmentsGoWhileTheRestIsLargeEnough() {
        PartitionLog log = new PartitionLog("p-0", deleting(10, -1, -1));
        append(log, START, "a", "1");
        long size = log.bytesBetween(0, 1);
        log.configure(deleting(10, -1, 2 * size));
        append(log, START + 20, "b", "2");
        append(log, START + 40, "c", "3");
        append(log, START + 60, "d", "4");

        log.tend(START + INITIAL_DELAY, TIMES);

        assertThat(offsets(log)).containsExactly("2", "3");
    }

    @Test
    void whatIsNeitherDeletedNorCompactedStays() {
        PartitionLog log = new PartitionLog("p-0", deleting(10, -1, -1));
        append(log, START, "a", "1");

        log.tend(START + 1_000 * CHECK, TIMES);

        assertThat(offsets(log)).containsExactly("0");
    }

    @Test
    void ofEveryKeyTheLastRecordStaysWithItsOffsetAndHeaders() {
        PartitionLog log = new PartitionLog("p-0", compacting(0.5, 0, Long.MAX_VALUE));
        append(log, START, "a", "1", "b", "2", "c", "3");
        append(log, START + 20, "a", "4");
        append(log, START + 40, "b", "5"); // active: neither compacted nor a reason to compact

        log.tend(START + BACKOFF - 1, TIMES);
        assertThat(offsets(log)).containsExactly("0", "1", "2", "3", "4");
        log.tend(START + BACKOFF, TIMES);

        assertThat(contents(log)).containsExactly("1 b=2 h=2", "2 c=3 h=3", "3 a=4 h=4", "4 b=5 h=5");
        assertThat(log.firstAtOrAfter(START)).isEqualTo(new TimestampAndOffset(START + 1, 1, 0));
    }

    @Test
    void offsetsThatAreNoMoreReadAsTheNextOneThatIs() {
        PartitionLog log = new PartitionLog("p-0", compacting(0.5, 0, Long.MAX_VALUE));
        append(log, START, "a", "1");
        append(log, START + 20, "a", "2");
        append(log, START + 40, "b", "3");

        log.tend(START + BACKOFF, TIMES);

        assertThat(offsets(log)).containsExactly("1", "2");
        assertThat(log.logStartOffset()).isZero();
        assertThat(MemoryRecords.readableRecords(log.read(0, 1, true))
                        .batches()
                        .iterator()
                        .next()
                        .baseOffset())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aTombstoneStaysForItsRetentionAfterItWasCompacted(long early) {
        PartitionLog log = new PartitionLog("p-0", compacting(0, 0, Long.MAX_VALUE));
        append(log, START, "a", "1");
        append(log, START + 20, "a", "-");
        append(log, START + 40, "x", "1");
        log.tend(START + BACKOFF, TIMES);
        assertThat(contents(log)).containsExactly("1 a=- h=-", "2 x=1 h=1");

        // Cleaned again, because a segment was closed, at BACKOFF + DELETE_RETENTION or just before.
        long nextMs = START + DELETE_RETENTION + (1 - early) * BACKOFF;
        append(log, nextMs - 2, "y", "1");
        log.tend(nextMs, TIMES);

        assertThat(offsets(log)).isEqualTo(early == 1 ? List.of("1", "2", "3") : List.of("2", "3"));
    }

    @Test
    void nothingIsCompactedWhileTooLittleIsNew() {
        PartitionLog log = new PartitionLog("p-0", compacting(0.5, 0, Long.MAX_VALUE));
        append(log, START, "a", "1");
        append(log, START + 20, "b", "1");
        append(log, START + 40, "c", "1");
        append(log, START + 60, "d", "1");
        log.tend(START + BACKOFF, TIMES); // three segments of the same size are clean now

        append(log, START + BACKOFF + 20, "a", "2");
        append(log, START + BACKOFF + 40, "e", "2");
        log.tend(START + 2 * BACKOFF, TIMES);
        assertThat(offsets(log)).containsExactly("0", "1", "2", "3", "4", "5");

        append(log, START + 2 * BACKOFF + 20, "b", "3");
        append(log, START + 2 * BACKOFF + 40, "f", "3");
        log.tend(START + 3 * BACKOFF, TIMES);
        assertThat(offsets(log)).containsExactly("2", "3", "4", "5", "6", "7");
    }

    @Test
    void whatIsTooYoungWaitsAndWhatHasWaitedTooLongDoesNot() {
        PartitionLog young = new PartitionLog("p-0", compacting(0.5, 50_000, Long.MAX_VALUE));
        PartitionLog overdue = new PartitionLog("p-1", compacting(1, 0, 50_000));
        for (PartitionLog log : List.of(young, overdue)) {
            append(log, START, "a", "1");
            append(log, START + 20, "a", "2");
            append(log, START + 40, "b", "3");

            log.tend(START + 45_000, TIMES);
            assertThat(offsets(log)).containsExactly("0", "1", "2");
            log.tend(START + 60_000, TIMES);
            assertThat(offsets(log)).containsExactly("1", "2");
        }
    }

    @Test
    void aCompressedBatchStaysWholeWhileOneOfItsRecordsIsNeeded() {
        PartitionLog log = new PartitionLog("p-0", compacting(0, 0, Long.MAX_VALUE));
        append(log, Compression.gzip().build(), START, "a", "1", "b", "1");
        append(log, Compression.gzip().build(), START + 20, "c", "1");
        append(log, START + 40, "a", "-", "c", "2");
        append(log, START + 60, "x", "1");

        log.tend(START + BACKOFF, TIMES);
        assertThat(offsets(log)).containsExactly("0", "1", "3", "4", "5");

        // Its first record must not come to life again.
        append(log, START + 3 * DELETE_RETENTION, "y", "1");
        log.tend(START + 3 * DELETE_RETENTION + BACKOFF, TIMES);
        assertThat(offsets(log)).containsExactly("0", "1", "3", "4", "5", "6");

        append(log, START + 4 * DELETE_RETENTION, "b", "2");
        append(log, START + 4 * DELETE_RETENTION + 20, "z", "2");
        log.tend(START + 5 * DELETE_RETENTION, TIMES);
        log.tend(START + 9 * DELETE_RETENTION, TIMES);
        assertThat(offsets(log)).doesNotContain("0", "1");
    }

    @Test
    void transactionsAreCompactedByHowTheyEnded() {
        PartitionLog log = new PartitionLog("p-0", compacting(0, 0, Long.MAX_VALUE));
        append(log, START, "a", "1");
        log.appendTransactional(
                List.of(new RecordBatches.KeyValue("a".getBytes(), "aborted".getBytes())),
                7,
                (short) 0,
                true,
                START + 20);
        log.appendMarker(new TransactionMarker(7, (short) 0, false, 0, 0), START + 40);
        log.appendTransactional(
                List.of(new RecordBatches.KeyValue("b".getBytes(), "open".getBytes())), 8, (short) 0, true, START + 60);
        append(log, START + 80, "a", "2");
        append(log, START + 100, "x", "1");

        log.tend(START + BACKOFF, TIMES);
        // Only what is decided is compacted: the aborted record goes, and does not shadow the one before.
        assertThat(log.lastStableOffset()).isEqualTo(3);
        assertThat(read(log)).containsExactly(0L, 2L, 3L, 4L, 5L);

        log.appendMarker(new TransactionMarker(8, (short) 0, true, 0, 0), START + BACKOFF + 20);
        append(log, START + BACKOFF + 40, "y", "1");
        log.tend(START + 2 * BACKOFF, TIMES);
        assertThat(read(log)).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    }

    private static List<Long> read(PartitionLog log) {
        List<Long> offsets = new ArrayList<>();
        for (RecordBatch batch : MemoryRecords.readableRecords(log.read(0, Integer.MAX_VALUE, true))
                .batches()) {
            offsets.add(batch.baseOffset());
        }
        return offsets;
    }
}
