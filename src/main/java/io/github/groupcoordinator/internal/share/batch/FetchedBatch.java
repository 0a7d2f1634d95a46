package io.github.groupcoordinator.internal.share.batch;

/**
 * A batch of records as it was read from the log.
 *
 * @param sizeInBytes with its header
 * @param producerId negative if it has none
 * @param abortMarker whether it is the marker that ends an aborted transaction
 */
public record FetchedBatch(
        long baseOffset,
        long lastOffset,
        int sizeInBytes,
        long producerId,
        boolean transactional,
        boolean abortMarker) {

    public boolean hasProducerId() {
        return producerId > -1L;
    }
}
