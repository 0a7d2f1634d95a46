package io.github.groupcoordinator.internal.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch among those that a read has brought, as its header tells of it.
 *
 * @param sizeInBytes with its header
 * @param producerId negative if it has none
 * @param abortMarker whether it is the marker that ends an aborted transaction
 */
public record ReadBatch(
        long baseOffset,
        long lastOffset,
        int sizeInBytes,
        long producerId,
        boolean transactional,
        boolean abortMarker) {

    /** Returns the batches of a read, which are whole, in order. */
    public static List<ReadBatch> of(ByteBuffer records) {
        List<ReadBatch> batches = new ArrayList<>();
        int position = records.position();
        while (position < records.limit()) {
            int size = BatchHeader.LOG_OVERHEAD + records.getInt(position + BatchHeader.LENGTH_AT);
            ByteBuffer bytes = records.slice(position, size);
            BatchHeader header = BatchHeader.read(bytes);
            batches.add(new ReadBatch(
                    header.baseOffset(),
                    header.lastOffset(),
                    size,
                    header.producerId(),
                    header.isTransactional(),
                    header.isControlBatch() && isAbortMarker(bytes)));
            position += size;
        }
        return batches;
    }

    private static boolean isAbortMarker(ByteBuffer batch) {
        // Compaction may have left a control batch without its record.
        for (LogRecord control : RecordBatches.records(batch)) {
            byte[] key = control.key();
            return key != null && !TransactionMarker.isCommit(key);
        }
        return false;
    }
}
