package io.github.groupcoordinator.internal.group.classic;

import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The check that comes first for every member: is it one, and is it still the one? */
final class Membership {

    private Membership() {}

    /** Returns the error for who is not (or not any more) a member under this id, or NONE. */
    static Errors check(ClassicGroup group, String memberId, @Nullable String groupInstanceId) {
        if (groupInstanceId != null) {
            String holder = group.staticMemberId(groupInstanceId);
            if (holder == null) {
                return Errors.UNKNOWN_MEMBER_ID;
            }
            if (!holder.equals(memberId)) {
                return Errors.FENCED_INSTANCE_ID;
            }
        }
        return group.hasMember(memberId) ? Errors.NONE : Errors.UNKNOWN_MEMBER_ID;
    }
}
