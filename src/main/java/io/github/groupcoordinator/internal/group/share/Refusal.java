package io.github.groupcoordinator.internal.group.share;

import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;

/** The refusal of a heartbeat of a share group's member, with its reason. */
public record Refusal(Errors error, String message) {

    static Refusal unknownMember(String groupId, String memberId) {
        return new Refusal(
                Errors.UNKNOWN_MEMBER_ID, "share group '" + groupId + "' has no member " + memberId + "; it must join");
    }

    /** Returns the answer that says so. */
    public ShareGroupHeartbeatResponseData response() {
        return new ShareGroupHeartbeatResponseData().setErrorCode(error.code()).setErrorMessage(message);
    }
}
