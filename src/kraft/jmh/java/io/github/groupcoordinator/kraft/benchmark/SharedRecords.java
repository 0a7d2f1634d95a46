package io.github.groupcoordinator.kraft.benchmark;

import io.github.groupcoordinator.kraft.share.LogBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import kafka.server.share.KafkaSide;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** The bytes of a fetch: batches of records, which are made once and moved on from offset to offset. */
public final class SharedRecords {
    private final ByteBuffer bytes;
    private final int batches;
    private final int recordsOfABatch;
    private final int bytesOfABatch;

    SharedRecords(int batches, int recordsOfABatch) {
        List<LogBatch> all = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            long base = (long) batch * recordsOfABatch;
            all.add(new LogBatch(base, base + recordsOfABatch - 1, -1, false, LogBatch.Marker.NONE));
        }
        this.bytes = KafkaSide.records(all).buffer();
        this.batches = batches;
        this.recordsOfABatch = recordsOfABatch;
        this.bytesOfABatch = bytes.limit() / batches;
    }

    /** Returns the batches from an offset on; those of the last call are no more. */
    public ByteBuffer from(long offset) {
        for (int batch = 0; batch < batches; batch++) {
            bytes.putLong(batch * bytesOfABatch, offset + (long) batch * recordsOfABatch);
        }
        return bytes.duplicate();
    }

    /** Returns the same as Kafka reads it. */
    public MemoryRecords recordsFrom(long offset) {
        return MemoryRecords.readableRecords(from(offset));
    }
}
