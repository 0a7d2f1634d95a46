package io.github.groupcoordinator.internal.group;

/** Why a rebalance starts, or why a member is removed. */
public enum Trigger {
    MEMBER_JOINED,
    MEMBER_LEFT,
    MEMBER_REMOVED_BY_ADMIN,
    SESSION_TIMEOUT,
    REBALANCE_TIMEOUT,
    SYNC_TIMEOUT,
    LEADER_REJOINED,
    MEMBER_METADATA_CHANGED,
    STATIC_MEMBER_REPLACED,
    ASSIGNMENT_NOT_STORED,
    GROUP_OVER_CAPACITY,
    TOPICS_CHANGED,
    REGEX_RESOLVED
}
