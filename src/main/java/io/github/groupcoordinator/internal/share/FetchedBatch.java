package io.github.groupcoordinator.internal.share;

/**
 * A batch of records as it was read from the log.
 *
 * @param producerId negative if it has none
 * @param abortMarker whether it is the marker that ends an aborted transaction
 */
public record FetchedBatch(
        long baseOffset, long lastOffset, long producerId, boolean transactional, boolean abortMarker) {

    /** Returns a batch of a producer without an id. */
    public static FetchedBatch plain(long baseOffset, long lastOffset) {
        return new FetchedBatch(baseOffset, lastOffset, -1L, false, false);
    }

    boolean hasProducerId() {
        return producerId > -1L;
    }
}
