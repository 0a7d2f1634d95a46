package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** LeaveGroup v0-5; v3 several members, by member id or group.instance.id (KIP-345); v5 reason. */
public final class LeaveGroupHandler extends RequestHandler<LeaveGroupRequestData> {
    private final GroupCoordinators coordinators;

    public LeaveGroupHandler(GroupCoordinators coordinators) {
        super(GroupApis.LEAVE_GROUP);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, LeaveGroupRequestData body) {
        if (request.version() >= 3) {
            coordinators.at(request).leaveGroup(request.context(), body, request::reply);
            return;
        }
        List<MemberIdentity> members = new ArrayList<>();
        members.add(new MemberIdentity().setMemberId(body.memberId()));
        LeaveGroupRequestData normalized =
                new LeaveGroupRequestData().setGroupId(body.groupId()).setMembers(members);
        coordinators
                .at(request)
                .leaveGroup(request.context(), normalized, response -> request.reply(topLevelOnly(response)));
    }

    /** Before v3 there is one member, and its error is the error. */
    private static LeaveGroupResponseData topLevelOnly(LeaveGroupResponseData response) {
        short error = response.errorCode();
        if (error == Errors.NONE.code() && !response.members().isEmpty()) {
            error = response.members().get(0).errorCode();
        }
        return new LeaveGroupResponseData().setErrorCode(error);
    }
}
