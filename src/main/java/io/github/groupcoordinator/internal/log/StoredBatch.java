package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.List;

/** A batch as it lies in the log: its bytes, which nobody changes any more, and its header. */
record StoredBatch(BatchHeader header, ByteBuffer bytes) {

    static StoredBatch of(ByteBuffer bytes) {
        return new StoredBatch(BatchHeader.read(bytes), bytes.asReadOnlyBuffer());
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
