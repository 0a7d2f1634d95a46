package io.github.groupcoordinator.internal.share;

/**
 * The part of a loaded partition in which there are offsets of which the persister knows nothing, because they were
 * acquired but never acknowledged under an earlier leader. They are fetched again before anything new is.
 */
final class GapWindow {
    private final long lastOffset;
    private long gapStartOffset;

    /** @param lastOffset the end offset at the time of the load; the window is over when the end offset is another */
    GapWindow(long gapStartOffset, long lastOffset) {
        this.gapStartOffset = gapStartOffset;
        this.lastOffset = lastOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    long gapStartOffset() {
        return gapStartOffset;
    }

    void beginAt(long offset) {
        gapStartOffset = offset;
    }
}
