package io.github.groupcoordinator.kraft.share;

/**
 * A batch of the log that both sides read.
 *
 * @param producerId negative if it has none
 * @param marker whether it ends a transaction, and how
 */
public record LogBatch(long base, long last, long producerId, boolean transactional, Marker marker) {
    /** The kinds of batches: of records, or a control batch that ends a transaction. */
    public enum Marker {
        NONE,
        COMMIT,
        ABORT
    }

    @Override
    public String toString() {
        return base + "-" + last
                + (producerId < 0 ? "" : " of " + producerId)
                + (marker == Marker.NONE ? "" : " " + marker);
    }
}
