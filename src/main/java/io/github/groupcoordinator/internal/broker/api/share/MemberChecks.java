package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.broker.share.ShareLeaders;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The checks of who sends a ShareFetch or a ShareAcknowledge. Whether it is a member of the group nobody asks. */
final class MemberChecks {
    private static final int LONGEST_MEMBER_ID = 36;

    private MemberChecks() {}

    /** Returns why a request is refused as a whole, or NONE. */
    static Errors refusal(ShareLeaders leaders, @Nullable String groupId, @Nullable String memberId) {
        if (!leaders.isEnabled()) {
            return Errors.UNSUPPORTED_VERSION;
        }
        boolean isNamed = memberId != null && !memberId.isEmpty() && memberId.length() <= LONGEST_MEMBER_ID;
        return groupId == null || !isNamed ? Errors.INVALID_REQUEST : Errors.NONE;
    }
}
