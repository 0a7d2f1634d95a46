package io.github.groupcoordinator.internal.share.batch;

import java.util.List;

/**
 * The records that one read of the log has brought.
 *
 * @param fetchOffset the offset that was asked for; the first batch may begin before it
 * @param batches in order
 * @param aborted the transactions among them that were aborted; empty for a group that reads uncommitted records
 */
public record FetchedRecords(long fetchOffset, List<FetchedBatch> batches, List<Aborted> aborted) {

    /** An aborted transaction of a producer, from its first record on. */
    public record Aborted(long producerId, long firstOffset) {}

    public FetchedBatch firstBatch() {
        return batches.get(0);
    }

    public FetchedBatch lastBatch() {
        return batches.get(batches.size() - 1);
    }

    /**
     * Returns the last offset of the batch that holds the offset, or the offset itself if none does.
     */
    public long lastOffsetOfBatchWith(long offset) {
        FetchedBatch candidate = null;
        for (FetchedBatch batch : batches) {
            if (batch.baseOffset() > offset) {
                break;
            }
            candidate = batch;
        }
        return candidate != null && offset <= candidate.lastOffset() ? candidate.lastOffset() : offset;
    }
}
