package io.github.groupcoordinator.internal.coordinator.share;

/** The listener that hears of start offsets that an administrator has set or deleted. */
public interface StartOffsetListener {
    /** Hears nothing. */
    StartOffsetListener NONE = (key, startOffset) -> {};

    /**
     * Hears of one.
     *
     * @param startOffset -1 if the share-partition is to begin anew, or has been deleted
     */
    void altered(ShareStateKey key, long startOffset);
}
