package io.github.groupcoordinator.internal.group.assignor;

/**
 * The epoch of a group for which its target assignment was computed last.
 *
 * @param computedMs the instant at which it was, in ms; 0 if it never was
 */
public record TargetEpoch(int epoch, long computedMs) {

    /**
     * Returns whether the target must be computed anew and may be, so soon after it was.
     *
     * @param groupEpoch the epoch of the group
     * @param intervalMs the time within which it is computed at most once, in ms; 0 if there is no such limit
     */
    public boolean isDue(int groupEpoch, int intervalMs, long nowMs) {
        return epoch < groupEpoch && (computedMs == 0 || intervalMs == 0 || nowMs >= computedMs + intervalMs);
    }
}
