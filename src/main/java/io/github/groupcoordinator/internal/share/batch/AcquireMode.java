package io.github.groupcoordinator.internal.share.batch;

/** The modes of acquisition (KIP-1206), by their ids in ShareFetch v2. */
public enum AcquireMode {
    /** Whole batches as they lie in the log, even beyond the number of records that was asked for. */
    BATCH_OPTIMIZED(0),
    /** Never more records than were asked for. */
    RECORD_LIMIT(1);

    private final byte id;

    AcquireMode(int id) {
        this.id = (byte) id;
    }

    /**
     * Returns the mode with that id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static AcquireMode forId(byte id) {
        for (AcquireMode mode : values()) {
            if (mode.id == id) {
                return mode;
            }
        }
        throw new IllegalArgumentException("expected the id of an acquire mode, 0 or 1, but got " + id);
    }
}
