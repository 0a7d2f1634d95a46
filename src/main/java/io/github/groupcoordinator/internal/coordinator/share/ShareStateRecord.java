package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.List;

/** A record of {@code __share_group_state}. */
sealed interface ShareStateRecord {

    ShareStateKey key();

    /** All of a share-partition's state. */
    record Snapshot(ShareStateKey key, ShareState state) implements ShareStateRecord {}

    /**
     * The changes since the last snapshot or update.
     *
     * @param startOffset -1 if it is as before
     */
    record Update(
            ShareStateKey key,
            int snapshotEpoch,
            int leaderEpoch,
            long startOffset,
            int deliveryCompleteCount,
            List<StateBatch> batches)
            implements ShareStateRecord {}

    /** The end of a share-partition's state. */
    record Tombstone(ShareStateKey key) implements ShareStateRecord {}
}
