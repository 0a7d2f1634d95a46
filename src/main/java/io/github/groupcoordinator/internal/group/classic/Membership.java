package io.github.groupcoordinator.internal.group.classic;

import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The check that comes first for every member: is it one, and is it still the one? */
final class Membership {

    private Membership() {}

    /** Returns the error for who is not (or not any more) a member under this id, or NONE. */
    static Errors check(ClassicRoster group, String memberId, @Nullable String groupInstanceId) {
        return check(group, memberId, group.member(memberId), groupInstanceId);
    }

    /** The same, where the member under this id has been looked up. */
    static Errors check(
            ClassicRoster group, String memberId, @Nullable ClassicMember member, @Nullable String groupInstanceId) {
        if (groupInstanceId != null) {
            String holder = group.staticMemberId(groupInstanceId);
            if (holder == null) {
                return Errors.UNKNOWN_MEMBER_ID;
            }
            if (!holder.equals(memberId)) {
                return Errors.FENCED_INSTANCE_ID;
            }
        }
        return member != null ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
    }
}
