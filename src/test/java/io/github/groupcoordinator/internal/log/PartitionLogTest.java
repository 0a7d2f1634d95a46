package io.github.groupcoordinator.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionLogTest {
    private static final long NOW = 1_700_000_000_000L;

    private final PartitionLog log = new PartitionLog("orders-0", LogConfig.defaults());

    static SimpleRecord record(long timestamp, String key, String value) {
        return new SimpleRecord(timestamp, key.getBytes(), value.getBytes());
    }

    static ByteBuffer produced(Compression compression, SimpleRecord... records) {
        return MemoryRecords.withRecords(compression, records).buffer();
    }

    static ByteBuffer produced(SimpleRecord... records) {
        return produced(Compression.NONE, records);
    }

    private static List<RecordBatch> batches(ByteBuffer bytes) {
        List<RecordBatch> batches = new ArrayList<>();
        MemoryRecords.readableRecords(bytes).batches().forEach(batches::add);
        return batches;
    }

    private static List<String> texts(ByteBuffer bytes) {
        List<String> texts = new ArrayList<>();
        for (Record record : MemoryRecords.readableRecords(bytes).records()) {
            byte[] value = new byte[record.valueSize()];
            record.value().get(value);
            texts.add(record.offset() + "@" + record.timestamp() + "=" + new String(value));
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void whatIsReadIsWhatKafkaReads(CompressionType codec) {
        Compression compression = Compression.of(codec).build();
        log.appendProduced(produced(record(NOW, "a", "zero")), NOW);

        AppendResult second =
                log.appendProduced(produced(compression, record(NOW, "b", "one"), record(NOW + 5, "c", "two")), NOW);

        assertThat(second).isEqualTo(new AppendResult(1, 2, -1, 0));
        assertThat(texts(log.read(0, Integer.MAX_VALUE, true)))
                .containsExactly("0@" + NOW + "=zero", "1@" + NOW + "=one", "2@" + (NOW + 5) + "=two");
        for (RecordBatch batch : batches(log.read(0, Integer.MAX_VALUE, true))) {
            assertThat(batch.isValid()).isTrue();
            assertThat(batch.partitionLeaderEpoch()).isZero();
        }
        assertThat(batches(log.read(1, Integer.MAX_VALUE, true)).get(0).compressionType())
                .isEqualTo(codec);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void ownReaderAgreesWithKafkas(CompressionType codec) {
        log.appendProduced(
                produced(
                        Compression.of(codec).build(),
                        record(NOW, "k", "v"),
                        new SimpleRecord(NOW - 7, null, "no key".getBytes()),
                        new SimpleRecord(NOW + 9, "tombstone".getBytes(), null)),
                NOW);

        List<String> seen = new ArrayList<>();
        log.replay(new LogReplay() {
            @Override
            public void record(LogRecord each, long producerId) {
                seen.add(each.offset() + "@" + each.timestamp() + " " + text(each.key()) + "=" + text(each.value()));
            }

            @Override
            public void marker(long producerId, boolean committed) {
                throw new AssertionError("nobody wrote a marker");
            }
        });

        assertThat(seen)
                .containsExactly(
                        "0@" + NOW + " k=v", "1@" + (NOW - 7) + " null=no key", "2@" + (NOW + 9) + " tombstone=null");
    }

    private static String text(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes);
    }

    @Test
    void producedBytesAreNotChanged() {
        ByteBuffer bytes = produced(record(NOW, "a", "b"));
        ByteBuffer before =
                ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        log.appendProduced(produced(record(NOW, "x", "y")), NOW);

        log.appendProduced(bytes, NOW);

        assertThat(bytes).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void logAppendTimeReplacesTimestamps(CompressionType codec) {
        PartitionLog appendTime =
                new PartitionLog("orders-0", new LogConfig(1_048_588, true, Long.MAX_VALUE, 3_600_000L, false));

        AppendResult result = appendTime.appendProduced(
                produced(Compression.of(codec).build(), record(1, "a", "b"), record(2, "c", "d")), NOW);

        assertThat(result.logAppendTimeMs()).isEqualTo(NOW);
        RecordBatch batch = batches(appendTime.read(0, Integer.MAX_VALUE, true)).get(0);
        assertThat(batch.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(batch.isValid()).isTrue();
        assertThat(texts(appendTime.read(0, Integer.MAX_VALUE, true)))
                .containsExactly("0@" + NOW + "=b", "1@" + NOW + "=d");
        assertThat(appendTime.firstAtOrAfter(NOW)).isEqualTo(new TimestampAndOffset(NOW, 0, 0));
    }

    @Test
    void ownBatchesAreReadByKafka() {
        byte[] large = new byte[300];
        log.append(
                List.of(
                        new RecordBatches.KeyValue("k".getBytes(), "v".getBytes()),
                        new RecordBatches.KeyValue("gone".getBytes(), null),
                        new RecordBatches.KeyValue("l".getBytes(), large)),
                NOW);

        RecordBatch batch = batches(log.read(0, Integer.MAX_VALUE, true)).get(0);

        assertThat(batch.isValid()).isTrue();
        assertThat(batch.magic()).isEqualTo((byte) 2);
        assertThat(batch.countOrNull()).isEqualTo(3);
        assertThat(batch.lastOffset()).isEqualTo(2);
        List<Integer> sizes = new ArrayList<>();
        for (Record each : batch) {
            assertThat(each.timestamp()).isEqualTo(NOW);
            sizes.add(each.hasValue() ? each.valueSize() : -1);
        }
        assertThat(sizes).containsExactly(1, -1, 300);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 63, 64, -64, -65, 8191, 8192, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void varintsAreKafkas(int value) {
        ByteBuffer kafka = ByteBuffer.allocate(10);
        org.apache.kafka.common.utils.ByteUtils.writeVarint(value, kafka);
        ByteBuffer ours = ByteBuffer.allocate(10);
        Varints.write(value, ours);

        assertThat(ours.flip()).isEqualTo(kafka.flip());
        assertThat(Varints.sizeOf(value)).isEqualTo(ours.limit());
        assertThat(Varints.readInt(ours)).isEqualTo(value);
    }

    @Test
    void corruptBytesAreRefused() {
        ByteBuffer bytes = produced(record(NOW, "a", "b"));
        int last = bytes.limit() - 1;
        bytes.put(last, (byte) (bytes.get(last) + 1));

        assertThatThrownBy(() -> log.appendProduced(bytes, NOW))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("orders-0");
        assertThat(log.logEndOffset()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 11, Integer.MAX_VALUE - 12})
    void batchThatSaysItIsLargerThanAnythingIsRefused(int length) {
        ByteBuffer bytes = produced(record(NOW, "a", "b"));
        bytes.putInt(BatchHeader.LENGTH_AT, length);

        assertThatThrownBy(() -> log.appendProduced(bytes, NOW)).isInstanceOf(InvalidRecordException.class);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1})
    void oldMagicIsRefused(byte magic) {
        ByteBuffer bytes = MemoryRecords.withRecords(magic, Compression.NONE, record(NOW, "a", "b"))
                .buffer();

        assertThatThrownBy(() -> log.appendProduced(bytes, NOW))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("magic version " + magic);
    }

    @Test
    void twoBatchesInOneRequestAreRefused() {
        ByteBuffer one = produced(record(NOW, "a", "b"));
        ByteBuffer two = ByteBuffer.allocate(2 * one.remaining())
                .put(one.duplicate())
                .put(one.duplicate())
                .flip();

        assertThatThrownBy(() -> log.appendProduced(two, NOW)).isInstanceOf(InvalidRecordException.class);
        assertThatThrownBy(() -> log.appendProduced(ByteBuffer.allocate(0), NOW))
                .isInstanceOf(InvalidRecordException.class);
    }

    @Test
    void batchOfExactlyTheMaximumSizeIsTaken() {
        ByteBuffer bytes = produced(record(NOW, "a", "b"));
        int size = bytes.remaining();
        PartitionLog exact = new PartitionLog("p-0", new LogConfig(size, false, Long.MAX_VALUE, 3_600_000L, false));
        PartitionLog less = new PartitionLog("p-0", new LogConfig(size - 1, false, Long.MAX_VALUE, 3_600_000L, false));

        assertThat(exact.appendProduced(bytes, NOW).baseOffset()).isZero();
        assertThatThrownBy(() -> less.appendProduced(bytes, NOW))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("" + (size - 1));
    }

    @Test
    void timestampsHaveBoundsOnBothSides() {
        PartitionLog bounded = new PartitionLog("p-0", new LogConfig(1_048_588, false, 1_000L, 2_000L, false));

        bounded.appendProduced(produced(record(NOW - 1_000, "a", "b"), record(NOW + 2_000, "c", "d")), NOW);

        assertThat(bounded.logEndOffset()).isEqualTo(2);
        assertThatThrownBy(() ->
                        bounded.appendProduced(produced(record(NOW, "a", "b"), record(NOW - 1_001, "c", "d")), NOW))
                .isInstanceOfSatisfying(RejectedRecordsException.class, e -> {
                    assertThat(e.error()).isInstanceOf(InvalidTimestampException.class);
                    assertThat(e.recordErrors()).hasSize(1);
                    assertThat(e.recordErrors().get(0).batchIndex()).isEqualTo(1);
                });
        assertThatThrownBy(() -> bounded.appendProduced(produced(record(NOW + 2_001, "c", "d")), NOW))
                .isInstanceOf(RejectedRecordsException.class);
        assertThat(bounded.logEndOffset()).isEqualTo(2);
    }

    @Test
    void compactedTopicNeedsKeys() {
        PartitionLog compacted =
                new PartitionLog("p-0", new LogConfig(1_048_588, false, Long.MAX_VALUE, 3_600_000L, true));

        assertThatThrownBy(() -> compacted.appendProduced(produced(new SimpleRecord(NOW, "no key".getBytes())), NOW))
                .isInstanceOfSatisfying(RejectedRecordsException.class, e -> assertThat(e.error())
                        .isInstanceOf(InvalidRecordException.class));
    }

    @Test
    void readsWholeBatchesUpToTheLimitButAtLeastOne() {
        ByteBuffer bytes = produced(record(NOW, "a", "b"));
        int size = bytes.remaining();
        for (int i = 0; i < 3; i++) {
            log.appendProduced(bytes, NOW);
        }

        assertThat(log.read(0, 2 * size, true).remaining()).isEqualTo(2 * size);
        assertThat(log.read(0, 2 * size - 1, true).remaining()).isEqualTo(size);
        assertThat(log.read(0, 1, true).remaining()).isEqualTo(size);
        assertThat(log.read(0, size - 1, false).remaining()).isZero();
        assertThat(log.read(3, Integer.MAX_VALUE, true).remaining()).isZero();
        assertThat(log.bytesBetween(1, 3)).isEqualTo(2L * size);
        assertThat(log.bytesBetween(1, 2)).isEqualTo(size);
    }

    @Test
    void offsetsOutsideTheLogAreOutOfRange() {
        log.appendProduced(produced(record(NOW, "a", "b"), record(NOW, "c", "d")), NOW);
        log.appendProduced(produced(record(NOW, "e", "f")), NOW);
        log.deleteRecordsBefore(1);

        assertThatThrownBy(() -> log.read(0, 100, true)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(batches(log.read(1, 100, true)).get(0).baseOffset()).isZero();
        assertThat(log.read(3, 100, true).remaining()).isZero();
        assertThatThrownBy(() -> log.read(4, 100, true)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(log.earliest()).isEqualTo(new TimestampAndOffset(-1, 1, 0));
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void findsOffsetsByTimeInsideABatch(CompressionType codec) {
        log.appendProduced(
                produced(
                        Compression.of(codec).build(),
                        record(10, "a", "0"),
                        record(30, "b", "1"),
                        record(20, "c", "2")),
                NOW);
        log.appendProduced(produced(record(30, "d", "3")), NOW);

        assertThat(log.firstAtOrAfter(10)).isEqualTo(new TimestampAndOffset(10, 0, 0));
        assertThat(log.firstAtOrAfter(11)).isEqualTo(new TimestampAndOffset(30, 1, 0));
        assertThat(log.firstAtOrAfter(31)).isNull();
        assertThat(log.withMaxTimestamp()).isEqualTo(new TimestampAndOffset(30, 1, 0));
        assertThat(log.highWatermark()).isEqualTo(4);
    }

    @Test
    void emptyLogHasNoMaxTimestamp() {
        assertThat(log.withMaxTimestamp()).isNull();
        assertThat(log.firstAtOrAfter(0)).isNull();
        assertThat(log.earliest()).isEqualTo(new TimestampAndOffset(-1, 0, 0));
        assertThat(log.highWatermark()).isZero();
    }

    @Test
    void leaderEpochsEndWhereTheNextBegins() {
        log.appendProduced(produced(record(NOW, "a", "b")), NOW);
        log.beginLeaderEpoch(3);
        log.appendProduced(produced(record(NOW, "c", "d")), NOW);
        log.beginLeaderEpoch(5);
        log.beginLeaderEpoch(6);
        log.appendProduced(produced(record(NOW, "e", "f")), NOW);

        assertThat(log.endOffsetFor(-1)).isEqualTo(EpochEndOffset.UNDEFINED);
        assertThat(log.endOffsetFor(0)).isEqualTo(new EpochEndOffset(0, 1));
        assertThat(log.endOffsetFor(2)).isEqualTo(new EpochEndOffset(0, 1));
        assertThat(log.endOffsetFor(3)).isEqualTo(new EpochEndOffset(3, 2));
        // Epoch 5 wrote nothing.
        assertThat(log.endOffsetFor(5)).isEqualTo(new EpochEndOffset(3, 2));
        assertThat(log.endOffsetFor(6)).isEqualTo(new EpochEndOffset(6, 3));
        assertThat(log.endOffsetFor(7)).isEqualTo(EpochEndOffset.UNDEFINED);
        assertThat(batches(log.read(2, 1, true)).get(0).partitionLeaderEpoch()).isEqualTo(6);
    }

    @Test
    void listenersRunAfterEveryAppendUntilRemoved() {
        List<Long> ends = new ArrayList<>();
        Runnable listener = () -> ends.add(log.logEndOffset());
        log.addListener(listener);
        log.appendProduced(produced(record(NOW, "a", "b")), NOW);
        log.append(List.of(new RecordBatches.KeyValue("k".getBytes(), null)), NOW);
        log.removeListener(listener);
        log.appendProduced(produced(record(NOW, "a", "b")), NOW);

        assertThat(ends).containsExactly(1L, 2L);
    }
}
