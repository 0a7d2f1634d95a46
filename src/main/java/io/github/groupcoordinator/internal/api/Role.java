package io.github.groupcoordinator.internal.api;

/** The role of the broker that answers an API. */
public enum Role {
    ANY_BROKER,
    CONTROLLER,
    /** The leader of each partition that the request names. */
    PARTITION_LEADER,
    GROUP_COORDINATOR,
    TRANSACTION_COORDINATOR,
    /** The coordinator that keeps the state of the share-partitions that the request names; brokers ask it. */
    SHARE_COORDINATOR
}
