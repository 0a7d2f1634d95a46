package io.github.groupcoordinator.internal.group;

/**
 * Names a timer of a group; arming it again replaces the earlier one. As in Kafka the key outlives the group: a group
 * that is deleted and made anew under the same name inherits what is still armed.
 */
public record TimerKey(Kind kind, String groupId, String memberId) {

    /** What a timer waits for. */
    public enum Kind {
        SESSION,
        JOIN,
        SYNC
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

    /** Returns a phrase for a person who asks what is being waited for. */
    public String what() {
        return switch (kind) {
            case SESSION -> "session of member " + memberId + " in group " + groupId;
            case JOIN -> "members of group " + groupId + " to join";
            case SYNC -> "members of group " + groupId + " to sync";
        };
    }
}
