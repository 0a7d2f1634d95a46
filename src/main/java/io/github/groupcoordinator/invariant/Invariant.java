package io.github.groupcoordinator.invariant;

import org.apiguardian.api.API;

/**
 * A statement that must always be true, whatever a test does. Each is watched in every test from the first event to the
 * last; a violation fails the test with its story. A test that breaks one on purpose relaxes it by name, with {@code
 * @EmbeddedGroupCoordinator(relax = ...)} or {@code InMemoryKafkaConfig.Builder.relax(..)}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum Invariant {
    /**
     * No partition is owned by two live members of a group at one time, as their clients see it through their rebalance
     * listeners. A zombie does not break it: a client that has crashed or was closed, or whose membership has ended
     * (expired, fenced, left by max.poll.interval.ms) and that has not learned of it yet.
     */
    SINGLE_OWNER("no partition is owned by two live members of a group at one time"),

    /** The generation (in the consumer protocol: the epoch) of a group never goes back while the group exists. */
    MONOTONE_GENERATION("generations and epochs of a group never go back"),

    /** An offset that is committed is at most the end of the partition's log at that moment. */
    COMMIT_WITHIN_LOG("a committed offset is within the log of its partition"),

    /**
     * Whatever the coordinator has stored is still there when a partition of {@code __consumer_offsets} is loaded
     * again: committed offsets and groups, each as it was stored last.
     */
    COMMIT_SURVIVES_FAILOVER("no committed record is lost when a coordinator is loaded again"),

    /**
     * A request that waits in the broker is answered by its deadline: a Fetch after its {@code max_wait_ms}, a
     * JoinGroup or SyncGroup after the largest rebalance timeout of its group, and a new member's JoinGroup after five
     * minutes.
     */
    PARKED_REQUEST_ANSWERED("no request waits in the broker beyond its deadline"),

    /** Every client is closed when the test ends by whoever made it; crashed and injected ones are not the test's. */
    CLIENTS_CLOSED("every client is closed when the test ends");

    private final String rule;

    Invariant(String rule) {
        this.rule = rule;
    }

    /** Returns what must be true, in words. */
    public String rule() {
        return rule;
    }
}
