package io.github.groupcoordinator.internal.share.batch;

/**
 * A member's wish for records.
 *
 * @param batchSize how many records an entry of the answer should at least have, if there are more of them
 * @param maxRecords how many records it wants; in batch_optimized mode it may get more
 */
public record AcquireRequest(String memberId, AcquireMode mode, int batchSize, int maxRecords) {
    public boolean isRecordLimit() {
        return mode == AcquireMode.RECORD_LIMIT;
    }
}
