package io.github.groupcoordinator.event.group;

import org.apiguardian.api.API;

/** Why a rebalance started. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum RebalanceReason {
    /** A member that the group did not have joined. */
    MEMBER_JOINED,
    /**
     * A member left by LeaveGroup, or by a heartbeat of the consumer protocol, from {@code close()}, {@code
     * unsubscribe()} or a breach of max.poll.interval.ms.
     */
    MEMBER_LEFT,
    /** A member was removed by an administrator (LeaveGroup in the name of its group instance id). */
    MEMBER_REMOVED_BY_ADMIN,
    /** No heartbeat arrived within session.timeout.ms; the broker's or the group's one, in the consumer protocol. */
    SESSION_TIMEOUT,
    /** A member did not rejoin, or give partitions up, within the rebalance timeout (its max.poll.interval.ms). */
    REBALANCE_TIMEOUT,
    /** A member did not send SyncGroup within the rebalance timeout. */
    SYNC_TIMEOUT,
    /** The leader joined again; that is how a client asks for a new assignment. */
    LEADER_REJOINED,
    /** A member joined again with another subscription or other protocols, or said so in a heartbeat. */
    MEMBER_METADATA_CHANGED,
    /** A static member came back under a new member id and the assignment could not be kept. */
    STATIC_MEMBER_REPLACED,
    /** The leader's assignment could not be appended to the log. */
    ASSIGNMENT_NOT_STORED,
    /** The group was loaded with more members than group.max.size allows by now. */
    GROUP_OVER_CAPACITY,
    /**
     * A subscribed topic was created, deleted or got more partitions; the member is the one whose heartbeat came next.
     */
    TOPICS_CHANGED,
    /** The topics that match a member's regular expression became known, or are others than before. */
    REGEX_RESOLVED
}
