package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Batches that are small on the wire and large, or claim to be, when they are read. */
public final class Bombs {
    private static final int CRC_AT = 17;
    private static final int CHECKED_FROM = 21;
    private static final int LAST_OFFSET_DELTA_AT = 23;
    private static final int COUNT_AT = 57;

    private Bombs() {}

    /** One record that inflates to so many bytes. */
    public static MemoryRecords inflating(CompressionType codec, long timestampMs, int bytes) {
        return MemoryRecords.withRecords(
                Compression.of(codec).build(), new SimpleRecord(timestampMs, null, new byte[bytes]));
    }

    /** One record that claims to be another number of them; the checksum is right. */
    public static MemoryRecords claiming(CompressionType codec, long timestampMs, int count) {
        ByteBuffer batch = MemoryRecords.withRecords(
                        Compression.of(codec).build(), new SimpleRecord(timestampMs, null, new byte[] {1}))
                .buffer()
                .duplicate();
        batch.putInt(LAST_OFFSET_DELTA_AT, count - 1);
        batch.putInt(COUNT_AT, count);
        CRC32C crc = new CRC32C();
        crc.update(batch.duplicate().position(CHECKED_FROM));
        batch.putInt(CRC_AT, (int) crc.getValue());
        return MemoryRecords.readableRecords(batch);
    }
}
