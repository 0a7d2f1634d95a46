package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;

/** ShareGroupHeartbeat v1 (KIP-932). */
public final class ShareGroupHeartbeatHandler extends RequestHandler<ShareGroupHeartbeatRequestData> {
    private static final int LONGEST_MEMBER_ID = 36;

    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public ShareGroupHeartbeatHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(ShareApis.SHARE_GROUP_HEARTBEAT);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ShareGroupHeartbeatRequestData body) {
        cluster.requireShareGroups();
        String memberId = body.memberId();
        if (memberId.isEmpty() || memberId.length() > LONGEST_MEMBER_ID) {
            request.reply(new ShareGroupHeartbeatResponseData()
                    .setErrorCode(Errors.INVALID_REQUEST.code())
                    .setErrorMessage("MemberId must have 1 to " + LONGEST_MEMBER_ID + " characters."));
            return;
        }
        coordinators.at(request).shareGroups().heartbeat(request.context(), body, request::reply);
    }
}
