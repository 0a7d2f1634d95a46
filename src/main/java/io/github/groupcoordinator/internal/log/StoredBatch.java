package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Returns the first record at or behind an offset whose timestamp is not before the given one, or null. */
    @Nullable
    TimestampAndOffset firstAtOrAfter(long timestampMs, long fromOffset) {
        FirstAtOrAfter search = new FirstAtOrAfter(timestampMs, fromOffset);
        RecordBatches.skim(bytes, search);
        return search.offset < 0
                ? null
                : new TimestampAndOffset(search.timestamp, search.offset, header.partitionLeaderEpoch());
    }

    private static final class FirstAtOrAfter implements RecordVisitor {
        private final long timestampMs;
        private final long fromOffset;
        private long timestamp;
        private long offset = -1;

        FirstAtOrAfter(long timestampMs, long fromOffset) {
            this.timestampMs = timestampMs;
            this.fromOffset = fromOffset;
        }

        @Override
        public void record(long recordOffset, long recordTimestamp, boolean hasKey) {
            if (offset < 0 && recordTimestamp >= timestampMs && recordOffset >= fromOffset) {
                offset = recordOffset;
                timestamp = recordTimestamp;
            }
        }
    }

    /** Returns how many of its records lie from one offset up to another; looks at each only if not all do. */
    long recordsBetween(long fromOffset, long endOffset) {
        if (baseOffset() >= fromOffset && lastOffset() < endOffset) {
            return header.count();
        }
        long[] count = new long[1];
        RecordBatches.skim(bytes, (offset, timestamp, hasKey) -> {
            if (offset >= fromOffset && offset < endOffset) {
                count[0]++;
            }
        });
        return count[0];
    }

    List<LogRecord> records() {
        return RecordBatches.records(bytes);
    }
}
