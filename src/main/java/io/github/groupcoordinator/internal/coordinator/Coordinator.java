package io.github.groupcoordinator.internal.coordinator;

/** A coordinator on one node, of whatever kind, as far as the elections of its internal topic's leaders move it. */
public interface Coordinator {

    /** Returns the partition of its topic that holds a key: a group id, or a transactional id. */
    int partitionFor(String key);

    /**
     * Enters the state of loading until {@link #load}: what is in the partition answers
     * COORDINATOR_LOAD_IN_PROGRESS.
     */
    void startLoading(int partition);

    /**
     * Takes a partition over: replays it, and goes on with what was under way.
     *
     * @param leaderEpoch the leader epoch of the partition, by which an older coordinator's writes are refused
     */
    void load(int partition, int leaderEpoch);

    /** Gives a partition up: what is parked is answered NOT_COORDINATOR. */
    void unload(int partition);
}
