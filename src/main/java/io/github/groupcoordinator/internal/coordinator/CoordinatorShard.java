package io.github.groupcoordinator.internal.coordinator;

/** The part of a coordinator that serves one partition of its internal topic. */
public interface CoordinatorShard {

    /**
     * Replays the partition, and goes on with what was under way; it is active from then on.
     *
     * @param leaderEpoch the leader epoch of the partition, by which those who wrote for an older coordinator are known
     */
    void load(int leaderEpoch);

    /** Disarms all timers, and answers what is parked. */
    void unload();

    /** Returns whether it serves requests: it has been loaded, and not given up. */
    boolean isActive();
}
