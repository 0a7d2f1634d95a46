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

    /**
     * No record of a share group (KIP-932) is acquired by two members at one time, as the partition's leader has it.
     * Kafka does not store who has which records: when another broker leads the partition, or the last session of the
     * group is gone, they may be delivered to others while somebody still works on them; that does not break it.
     */
    SINGLE_ACQUIRER("no record of a share group is acquired by two members at one time"),

    /**
     * A record of a share group is done with only if the member that has it accepts or rejects it, it has been
     * delivered as often as {@code share.delivery.count.limit} allows, the log no longer has it, or its transaction was
     * aborted and the group reads what is committed; and the start offset passes no other record. What Kafka itself
     * loses does not break it: until a first acknowledgement is stored, each leader finds anew where {@code
     * share.auto.offset.reset=latest} begins, and skips what the one before had delivered.
     */
    SHARE_RECORD_DONE_FOR_A_REASON(
            "a record of a share group is done with only when it was accepted, rejected, delivered as often as is"
                    + " allowed, deleted or aborted"),

    /**
     * The start offset of a partition in a share group falls only when an administrator alters or deletes it. A new
     * leader may fall behind what Kafka had not stored yet (records archived because of the log, a transaction or a
     * lock that ran out, and gaps); never behind records whose acknowledgement was stored.
     */
    SHARE_START_OFFSET_MONOTONE("the start offset of a share group falls only when an administrator alters it"),

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
