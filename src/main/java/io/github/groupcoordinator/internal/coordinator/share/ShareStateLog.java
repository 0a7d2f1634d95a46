package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;

/**
 * The log of {@code __share_group_state}, as far as its coordinator knows it: other than most it is pruned by offset.
 */
public interface ShareStateLog extends CoordinatorLog {

    /** Returns the offset that the next record of a partition gets. */
    long endOffset(int partition);

    /** Deletes the records of a partition below an offset. */
    void deleteBefore(int partition, long offset);
}
