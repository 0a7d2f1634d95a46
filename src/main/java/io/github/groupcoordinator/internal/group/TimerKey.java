package io.github.groupcoordinator.internal.group;

import org.jspecify.annotations.Nullable;

/**
 * The name of a timer of a group; arming it again replaces the earlier one. As in Kafka the key outlives the group: a
 * group that is deleted and made anew under the same name inherits what is still armed.
 */
public record TimerKey(Kind kind, String groupId, String memberId) {

    /** The thing that a timer waits for. */
    public enum Kind {
        SESSION,
        JOIN,
        SYNC,
        CONSUMER_SESSION,
        CONSUMER_REBALANCE,
        CONSUMER_JOIN,
        CONSUMER_SYNC,
        CONSUMER_REGEX,
        SHARE_SESSION,
        STREAMS_SESSION,
        STREAMS_REBALANCE,
        STREAMS_INITIAL_DELAY
    }

    public static TimerKey session(String groupId, String memberId) {
        return new TimerKey(Kind.SESSION, groupId, memberId);
    }

    public static TimerKey join(String groupId) {
        return new TimerKey(Kind.JOIN, groupId, "");
    }

    public static TimerKey sync(String groupId) {
        return new TimerKey(Kind.SYNC, groupId, "");
    }

    /** Returns the key for the session of a member of a consumer-protocol group. */
    public static TimerKey consumerSession(String groupId, String memberId) {
        return new TimerKey(Kind.CONSUMER_SESSION, groupId, memberId);
    }

    /** Returns the key for the time that a member has to give partitions up. */
    public static TimerKey consumerRebalance(String groupId, String memberId) {
        return new TimerKey(Kind.CONSUMER_REBALANCE, groupId, memberId);
    }

    /** Returns the key for the time that a classic member of a consumer-protocol group has to join again. */
    public static TimerKey consumerJoin(String groupId, String memberId) {
        return new TimerKey(Kind.CONSUMER_JOIN, groupId, memberId);
    }

    /** Returns the key for the time that a classic member of a consumer-protocol group has to sync. */
    public static TimerKey consumerSync(String groupId, String memberId) {
        return new TimerKey(Kind.CONSUMER_SYNC, groupId, memberId);
    }

    /** Returns the key for the resolution of a group's regular expressions. */
    public static TimerKey consumerRegex(String groupId) {
        return new TimerKey(Kind.CONSUMER_REGEX, groupId, "");
    }

    /** Returns the key for the session of a member of a share group. */
    public static TimerKey shareSession(String groupId, String memberId) {
        return new TimerKey(Kind.SHARE_SESSION, groupId, memberId);
    }

    /** Returns the key for the session of a member of a streams group. */
    public static TimerKey streamsSession(String groupId, String memberId) {
        return new TimerKey(Kind.STREAMS_SESSION, groupId, memberId);
    }

    /** Returns the key for the time that a member of a streams group has to give tasks up. */
    public static TimerKey streamsRebalance(String groupId, String memberId) {
        return new TimerKey(Kind.STREAMS_REBALANCE, groupId, memberId);
    }

    /** Returns the key for the time in which a streams group waits for more members to join. */
    public static TimerKey streamsInitialDelay(String groupId) {
        return new TimerKey(Kind.STREAMS_INITIAL_DELAY, groupId, "");
    }

    // Written out, and so is equals: what the compiler generates for a record is linked in each new JVM, at 10 ms a
    // method.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TimerKey key
                && key.kind == kind
                && key.memberId.equals(memberId)
                && key.groupId.equals(groupId);
    }

    @Override
    public int hashCode() {
        return (memberId.hashCode() * 31 + groupId.hashCode()) * 31 + kind.ordinal();
    }

    /** Returns a phrase for a person who asks what is being waited for. */
    @Override
    public String toString() {
        return switch (kind) {
            case SESSION, CONSUMER_SESSION, SHARE_SESSION, STREAMS_SESSION ->
                "session of member " + memberId + " in group " + groupId;
            case STREAMS_REBALANCE -> "member " + memberId + " of group " + groupId + " to give tasks up";
            case STREAMS_INITIAL_DELAY -> "more members of group " + groupId + " to join";
            case JOIN -> "members of group " + groupId + " to join";
            case SYNC -> "members of group " + groupId + " to sync";
            case CONSUMER_REBALANCE -> "member " + memberId + " of group " + groupId + " to give partitions up";
            case CONSUMER_JOIN -> "member " + memberId + " of group " + groupId + " to join again";
            case CONSUMER_SYNC -> "member " + memberId + " of group " + groupId + " to sync";
            case CONSUMER_REGEX -> "regular expressions of group " + groupId + " to be resolved";
        };
    }
}
