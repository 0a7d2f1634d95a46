package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A batch as it lies in the log: its bytes, which nobody changes any more, and its header.
 *
 * @param deleteHorizonMs when its tombstones may go, once it has been compacted
 */
record StoredBatch(BatchHeader header, ByteBuffer bytes, long deleteHorizonMs) {
    static final long NO_HORIZON = -1L;

    static StoredBatch of(ByteBuffer bytes) {
        return new StoredBatch(BatchHeader.read(bytes), bytes.asReadOnlyBuffer(), NO_HORIZON);
    }

    StoredBatch withDeleteHorizon(long horizonMs) {
        return new StoredBatch(header, bytes, horizonMs);
    }

    long baseOffset() {
        return header.baseOffset();
    }

    long lastOffset() {
        return header.lastOffset();
    }

    int sizeInBytes() {
        return bytes.limit();
    }

    List<LogRecord> records() {
        return RecordBatches.records(bytes);
    }
}
