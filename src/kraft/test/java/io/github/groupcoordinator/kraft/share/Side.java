package io.github.groupcoordinator.kraft.share;

import java.util.List;

/** A share partition, Kafka's or ours, with a clock of its own. */
public interface Side {

    /** Makes a new share partition, as a leader of that epoch does. */
    void begin(int leaderEpoch);

    /** Loads it; notes what comes of it. */
    void initialize(String id);

    /** Returns the ranges that were acquired, or that it failed. */
    String acquire(Fetch fetch);

    void acknowledge(String id, String member, List<Acknowledged> batches);

    void release(String id, String member);

    void logStartMovedTo(long offset);

    void fence();

    boolean lockForFetch(String fetch);

    void unlockForFetch(String fetch);

    void advance(long ms);

    long nowMs();

    long nextFetchOffset();

    boolean canAcquire();

    /** Returns everything that is in memory: state, offsets, count, batches with owners, counts and deadlines. */
    String state();
}
