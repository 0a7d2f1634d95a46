package io.github.groupcoordinator.internal.coordinator.share;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The offsets of the last snapshots of share-partitions in one partition's log: what lies below all of them can go. */
final class NeededRecords {
    private final Map<ShareStateKey, Long> lastSnapshots = new LinkedHashMap<>();
    private @Nullable Long lowest;
    private @Nullable Long pruned;

    /** Notes a snapshot. */
    void written(ShareStateKey key, long offset) {
        lastSnapshots.put(key, offset);
        lowest = Collections.min(lastSnapshots.values());
    }

    /** Notes the end of a share-partition's state, which is needed itself until something else is written. */
    void deleted(ShareStateKey key, long offset) {
        written(key, offset);
        lastSnapshots.remove(key);
    }

    /** Returns the offset below which records can be deleted, or null if none can, or all those have been. */
    @Nullable
    Long prunableTo() {
        return lowest == null || lowest <= 0 || lowest.equals(pruned) ? null : lowest;
    }

    void pruned(long below) {
        pruned = below;
    }
}
