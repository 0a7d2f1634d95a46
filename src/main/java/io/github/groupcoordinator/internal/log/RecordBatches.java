package io.github.groupcoordinator.internal.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;

/** The format of record batches of magic v2, read and written. */
public final class RecordBatches {
    /** The smallest batch of any magic that Kafka's reader accepts: the overhead of a v0 record. */
    private static final int MIN_LENGTH = 14;

    private static final int ZSTD = 4;

    /** A key and a value to be written; a null value is a tombstone. */
    public record KeyValue(byte @Nullable [] key, byte @Nullable [] value) {}

    private RecordBatches() {}

    /**
     * Splits bytes into batches, each a buffer of its own over the same bytes. A partial batch at the end is left out,
     * as Kafka's reader does.
     *
     * @throws CorruptRecordException if a size or a magic is impossible
     */
    static List<ByteBuffer> split(ByteBuffer records) {
        List<ByteBuffer> batches = new ArrayList<>();
        int position = records.position();
        while (records.limit() - position >= BatchHeader.LOG_OVERHEAD) {
            int length = records.getInt(position + BatchHeader.LENGTH_AT);
            if (length < MIN_LENGTH) {
                throw new CorruptRecordException(
                        "Record size " + length + " is less than the minimum record overhead (" + MIN_LENGTH + ")");
            }
            if (records.limit() - position <= BatchHeader.MAGIC_AT) {
                break;
            }
            byte magic = records.get(position + BatchHeader.MAGIC_AT);
            if (magic < 0 || magic > BatchHeader.MAGIC_V2) {
                throw new CorruptRecordException("Invalid magic found in record: " + magic);
            }
            if (records.limit() - position - BatchHeader.LOG_OVERHEAD < length) {
                break;
            }
            int size = BatchHeader.LOG_OVERHEAD + length;
            batches.add(records.slice(position, size));
            position += size;
        }
        return batches;
    }

    /**
     * Reads the records of one batch; a compressed one through Kafka's own reader.
     *
     * @throws InvalidRecordException if the records do not add up to what the header declares
     */
    static List<LogRecord> records(ByteBuffer batch) {
        BatchHeader header = BatchHeader.read(batch);
        if (header.isCompressed()) {
            return KafkaRecords.instance().read(batch);
        }
        ByteBuffer in = batch.duplicate().position(BatchHeader.SIZE);
        List<LogRecord> records = new ArrayList<>(Math.max(0, Math.min(header.count(), in.remaining())));
        for (int i = 0; i < header.count(); i++) {
            records.add(readRecord(header, in));
        }
        if (in.hasRemaining()) {
            throw new InvalidRecordException("Incorrect declared batch size, records still remaining in file");
        }
        return records;
    }

    /**
     * Reads the records of one batch without holding them.
     *
     * @throws InvalidRecordException if the records do not add up to what the header declares
     */
    static void skim(ByteBuffer batch, RecordVisitor visitor) {
        if (BatchHeader.read(batch).isCompressed()) {
            KafkaRecords.instance().skim(batch, visitor);
        } else {
            records(batch).forEach(each -> visitor.record(each.offset(), each.timestamp(), each.key() != null));
        }
    }

    private static LogRecord readRecord(BatchHeader header, ByteBuffer in) {
        try {
            int size = Varints.readInt(in);
            int start = in.position();
            if (size < 0 || in.remaining() < size) {
                throw new InvalidRecordException("Invalid record size: expected " + size
                        + " bytes in record payload, but the batch has only " + in.remaining() + " remaining bytes.");
            }
            in.get();
            long timestamp = header.baseTimestamp() + Varints.readLong(in);
            long offset = header.baseOffset() + Varints.readInt(in);
            byte[] key = readBytes(in);
            byte[] value = readBytes(in);
            int headers = Varints.readInt(in);
            if (headers < 0 || headers > in.remaining()) {
                throw new InvalidRecordException("Found invalid number of record headers " + headers);
            }
            for (int i = 0; i < headers; i++) {
                skipHeader(in);
            }
            if (in.position() - start != size) {
                throw new InvalidRecordException("Invalid record size: expected to read " + size
                        + " bytes in record payload, but instead read " + (in.position() - start));
            }
            return new LogRecord(offset, header.isLogAppendTime() ? header.maxTimestamp() : timestamp, key, value);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidRecordException("Found invalid record structure", e);
        }
    }

    private static void skipHeader(ByteBuffer in) {
        int keySize = Varints.readInt(in);
        if (keySize < 0) {
            throw new InvalidRecordException("Invalid negative header key size " + keySize);
        }
        in.position(in.position() + keySize);
        int valueSize = Varints.readInt(in);
        if (valueSize > 0) {
            in.position(in.position() + valueSize);
        }
    }

    private static byte @Nullable [] readBytes(ByteBuffer in) {
        int size = Varints.readInt(in);
        if (size < 0) {
            return null;
        }
        if (size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }

    /** Returns whether the first batch is compressed with zstd. */
    public static boolean isZstd(ByteBuffer records) {
        List<ByteBuffer> batches = split(records);
        return startsWithMagicV2(batches) && BatchHeader.read(batches.get(0)).compressionId() == ZSTD;
    }

    /** The producer whose transaction a batch belongs to. */
    public record TransactionalBatch(long producerId, short producerEpoch, int baseSequence) {}

    /** Returns whose transaction the first batch belongs to, or null if it belongs to none. */
    public static @Nullable TransactionalBatch transactional(ByteBuffer records) {
        List<ByteBuffer> batches = split(records);
        if (!startsWithMagicV2(batches)) {
            return null;
        }
        BatchHeader header = BatchHeader.read(batches.get(0));
        return header.isTransactional()
                ? new TransactionalBatch(header.producerId(), header.producerEpoch(), header.baseSequence())
                : null;
    }

    private static boolean startsWithMagicV2(List<ByteBuffer> batches) {
        return !batches.isEmpty()
                && batches.get(0).limit() >= BatchHeader.SIZE
                && batches.get(0).get(BatchHeader.MAGIC_AT) == BatchHeader.MAGIC_V2;
    }

    /** Writes one uncompressed batch whose records all have the same timestamp, as a coordinator writes them. */
    public static ByteBuffer write(List<KeyValue> records, long timestampMs) {
        return write(
                records,
                timestampMs,
                (short) 0,
                BatchHeader.NO_PRODUCER_ID,
                BatchHeader.NO_PRODUCER_EPOCH,
                BatchHeader.NO_SEQUENCE);
    }

    /** The same as part of a producer's transaction. */
    public static ByteBuffer writeTransactional(
            List<KeyValue> records, long timestampMs, long producerId, short producerEpoch) {
        return write(records, timestampMs, BatchHeader.TRANSACTIONAL, producerId, producerEpoch, 0);
    }

    /** Writes the control batch that ends a transaction. */
    static ByteBuffer writeMarker(TransactionMarker marker, long timestampMs) {
        return write(
                List.of(marker.encode()),
                timestampMs,
                BatchHeader.TRANSACTIONAL_CONTROL,
                marker.producerId(),
                marker.producerEpoch(),
                BatchHeader.NO_SEQUENCE);
    }

    private static ByteBuffer write(
            List<KeyValue> records,
            long timestampMs,
            short attributes,
            long producerId,
            short producerEpoch,
            int baseSequence) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("A batch has at least one record");
        }
        int size = BatchHeader.SIZE;
        for (int i = 0; i < records.size(); i++) {
            int body = bodySize(i, records.get(i));
            size += Varints.sizeOf(body) + body;
        }
        ByteBuffer batch = ByteBuffer.allocate(size).position(BatchHeader.SIZE);
        for (int i = 0; i < records.size(); i++) {
            writeRecord(i, records.get(i), batch);
        }
        batch.flip();
        new BatchHeader(
                        0L,
                        size - BatchHeader.LOG_OVERHEAD,
                        -1,
                        BatchHeader.MAGIC_V2,
                        0,
                        attributes,
                        records.size() - 1,
                        timestampMs,
                        timestampMs,
                        producerId,
                        producerEpoch,
                        baseSequence,
                        records.size())
                .write(batch);
        return batch;
    }

    private static int bodySize(int offsetDelta, KeyValue record) {
        // attributes, timestamp delta 0 and header count 0 take one byte each
        return 3 + Varints.sizeOf(offsetDelta) + sizeOf(record.key()) + sizeOf(record.value());
    }

    private static int sizeOf(byte @Nullable [] bytes) {
        return bytes == null ? Varints.sizeOf(-1) : Varints.sizeOf(bytes.length) + bytes.length;
    }

    private static void writeRecord(int offsetDelta, KeyValue record, ByteBuffer out) {
        Varints.write(bodySize(offsetDelta, record), out);
        out.put((byte) 0);
        Varints.write(0L, out);
        Varints.write(offsetDelta, out);
        writeBytes(record.key(), out);
        writeBytes(record.value(), out);
        Varints.write(0, out);
    }

    private static void writeBytes(byte @Nullable [] bytes, ByteBuffer out) {
        if (bytes == null) {
            Varints.write(-1, out);
        } else {
            Varints.write(bytes.length, out);
            out.put(bytes);
        }
    }
}
