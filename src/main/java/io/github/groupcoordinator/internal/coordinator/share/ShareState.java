package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.Collections;
import java.util.List;

/**
 * The state of a share-partition.
 *
 * @param snapshotEpoch counts the snapshots of its state
 * @param stateEpoch the epoch of the group that initialized it
 * @param leaderEpoch the leader epoch of the partition's leader that read it last
 * @param startOffset -1 if the first fetch is to find it
 * @param deliveryCompleteCount how many offsets from the start offset on are done with; -1 if that is not known
 * @param createdMs when its last snapshot was made, unless that was made because nobody wrote
 * @param writtenMs when its last snapshot was made
 */
record ShareState(
        int snapshotEpoch,
        int stateEpoch,
        int leaderEpoch,
        long startOffset,
        int deliveryCompleteCount,
        List<StateBatch> batches,
        long createdMs,
        long writtenMs) {
    static final int UNKNOWN = -1;

    /** Returns the state of a partition that begins anew. */
    static ShareState initialized(int snapshotEpoch, int stateEpoch, long startOffset, long nowMs) {
        int complete = startOffset == UNKNOWN ? UNKNOWN : 0;
        return new ShareState(snapshotEpoch, stateEpoch, 0, startOffset, complete, List.of(), nowMs, nowMs);
    }

    /** Returns the state as an update leaves it. */
    ShareState with(ShareStateRecord.Update update) {
        long start = update.startOffset() == UNKNOWN ? startOffset : update.startOffset();
        return new ShareState(
                snapshotEpoch,
                stateEpoch,
                update.leaderEpoch() == UNKNOWN ? leaderEpoch : update.leaderEpoch(),
                start,
                update.deliveryCompleteCount(),
                StateBatches.combined(batches, update.batches(), start),
                createdMs,
                writtenMs);
    }

    /** Returns the state that an update alone tells of, whose snapshot is not there. */
    static ShareState of(ShareStateRecord.Update update) {
        return new ShareState(
                update.snapshotEpoch(),
                0,
                update.leaderEpoch(),
                update.startOffset(),
                update.deliveryCompleteCount(),
                update.batches(),
                0,
                0);
    }

    /** Returns the state in a snapshot that is made because nobody has written for long. */
    ShareState cold(long nowMs) {
        return new ShareState(
                snapshotEpoch + 1,
                stateEpoch,
                leaderEpoch,
                startOffset,
                deliveryCompleteCount,
                batches,
                createdMs,
                nowMs);
    }

    boolean isCold() {
        return createdMs != writtenMs;
    }

    @Override
    public List<StateBatch> batches() {
        return Collections.unmodifiableList(batches);
    }
}
