package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** The header of a record batch of magic v2, and where its fields lie. */
record BatchHeader(
        long baseOffset,
        int length,
        int partitionLeaderEpoch,
        byte magic,
        int crc,
        short attributes,
        int lastOffsetDelta,
        long baseTimestamp,
        long maxTimestamp,
        long producerId,
        short producerEpoch,
        int baseSequence,
        int count) {

    static final int SIZE = 61;
    static final byte MAGIC_V2 = 2;
    static final long NO_TIMESTAMP = -1L;
    static final long NO_PRODUCER_ID = -1L;
    static final short NO_PRODUCER_EPOCH = -1;
    static final int NO_SEQUENCE = -1;

    /** Bytes before the part that {@code length} counts: base offset and length. */
    static final int LOG_OVERHEAD = 12;

    static final int LENGTH_AT = 8;
    static final int LEADER_EPOCH_AT = 12;
    static final int MAGIC_AT = 16;
    static final int CRC_AT = 17;
    static final int ATTRIBUTES_AT = 21;
    static final int LAST_OFFSET_DELTA_AT = 23;
    static final int BASE_TIMESTAMP_AT = 27;
    static final int MAX_TIMESTAMP_AT = 35;
    static final int PRODUCER_ID_AT = 43;
    static final int PRODUCER_EPOCH_AT = 51;
    static final int BASE_SEQUENCE_AT = 53;
    static final int COUNT_AT = 57;

    /** By their numbers. */
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private static final int COMPRESSION_MASK = 0x07;
    private static final int LOG_APPEND_TIME_BIT = 0x08;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final int CONTROL_BIT = 0x20;

    /** Attributes of an uncompressed batch of a transaction, and of one that ends it. */
    static final short TRANSACTIONAL = TRANSACTIONAL_BIT;

    static final short TRANSACTIONAL_CONTROL = TRANSACTIONAL_BIT | CONTROL_BIT;

    /** Reads the header of the batch that starts at the beginning of the buffer. */
    static BatchHeader read(ByteBuffer batch) {
        return new BatchHeader(
                batch.getLong(0),
                batch.getInt(LENGTH_AT),
                batch.getInt(LEADER_EPOCH_AT),
                batch.get(MAGIC_AT),
                batch.getInt(CRC_AT),
                batch.getShort(ATTRIBUTES_AT),
                batch.getInt(LAST_OFFSET_DELTA_AT),
                batch.getLong(BASE_TIMESTAMP_AT),
                batch.getLong(MAX_TIMESTAMP_AT),
                batch.getLong(PRODUCER_ID_AT),
                batch.getShort(PRODUCER_EPOCH_AT),
                batch.getInt(BASE_SEQUENCE_AT),
                batch.getInt(COUNT_AT));
    }

    /** Writes the header to the beginning of the buffer, with the checksum of what the buffer then holds. */
    void write(ByteBuffer batch) {
        batch.putLong(0, baseOffset);
        batch.putInt(LENGTH_AT, length);
        batch.putInt(LEADER_EPOCH_AT, partitionLeaderEpoch);
        batch.put(MAGIC_AT, magic);
        batch.putShort(ATTRIBUTES_AT, attributes);
        batch.putInt(LAST_OFFSET_DELTA_AT, lastOffsetDelta);
        batch.putLong(BASE_TIMESTAMP_AT, baseTimestamp);
        batch.putLong(MAX_TIMESTAMP_AT, maxTimestamp);
        batch.putLong(PRODUCER_ID_AT, producerId);
        batch.putShort(PRODUCER_EPOCH_AT, producerEpoch);
        batch.putInt(BASE_SEQUENCE_AT, baseSequence);
        batch.putInt(COUNT_AT, count);
        batch.putInt(CRC_AT, checksum(batch));
    }

    /**
     * Stamps the maximum timestamp and its type, and the checksum that follows from them. The batch must have a right
     * one: where it says the same already, it stays as it is.
     */
    static void stampMaxTimestamp(ByteBuffer batch, boolean logAppendTime, long maxTimestamp) {
        short before = batch.getShort(ATTRIBUTES_AT);
        int attributes = before & ~LOG_APPEND_TIME_BIT;
        short after = (short) (logAppendTime ? attributes | LOG_APPEND_TIME_BIT : attributes);
        if (after == before && batch.getLong(MAX_TIMESTAMP_AT) == maxTimestamp) {
            return;
        }
        batch.putShort(ATTRIBUTES_AT, after);
        batch.putLong(MAX_TIMESTAMP_AT, maxTimestamp);
        batch.putInt(CRC_AT, checksum(batch));
    }

    /** Returns the CRC-32C of everything from the attributes on. */
    static int checksum(ByteBuffer batch) {
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(ATTRIBUTES_AT, batch.limit() - ATTRIBUTES_AT));
        return (int) crc.getValue();
    }

    /** Returns the header of what remains of the batch: fewer records over the same offsets. */
    BatchHeader withRecords(int sizeInBytes, int newCount, long newMaxTimestamp) {
        return new BatchHeader(
                baseOffset,
                sizeInBytes - LOG_OVERHEAD,
                partitionLeaderEpoch,
                magic,
                0,
                attributes,
                lastOffsetDelta,
                baseTimestamp,
                isLogAppendTime() ? maxTimestamp : newMaxTimestamp,
                producerId,
                producerEpoch,
                baseSequence,
                newCount);
    }

    int sizeInBytes() {
        return LOG_OVERHEAD + length;
    }

    long lastOffset() {
        return baseOffset + lastOffsetDelta;
    }

    int lastSequence() {
        return baseSequence == NO_SEQUENCE ? NO_SEQUENCE : incrementSequence(baseSequence, lastOffsetDelta);
    }

    boolean isCompressed() {
        return compressionId() != 0;
    }

    int compressionId() {
        return attributes & COMPRESSION_MASK;
    }

    /** Returns the name of the codec, or its number if there is none of that number. */
    String compression() {
        int id = compressionId();
        return id < CODECS.size() ? CODECS.get(id) : Integer.toString(id);
    }

    boolean isLogAppendTime() {
        return (attributes & LOG_APPEND_TIME_BIT) != 0;
    }

    boolean isTransactional() {
        return (attributes & TRANSACTIONAL_BIT) != 0;
    }

    boolean isControlBatch() {
        return (attributes & CONTROL_BIT) != 0;
    }

    boolean hasProducerId() {
        return producerId > NO_PRODUCER_ID;
    }

    /** Sequence numbers wrap around to zero behind the largest int. */
    static int incrementSequence(int sequence, int increment) {
        if (sequence > Integer.MAX_VALUE - increment) {
            return increment - (Integer.MAX_VALUE - sequence) - 1;
        }
        return sequence + increment;
    }
}
