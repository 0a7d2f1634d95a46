package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;

/**
 * JoinGroup v0-9; v0 has no rebalance timeout: the session timeout counts; v4 the first join is refused and given a
 * member id (KIP-394); v5 group.instance.id (KIP-345); v7 protocol name may be null; v8 reason; v9 skipAssignment.
 */
public final class JoinGroupHandler extends RequestHandler<JoinGroupRequestData> {
    private final GroupCoordinators coordinators;

    public JoinGroupHandler(GroupCoordinators coordinators) {
        super(GroupApis.JOIN_GROUP);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, JoinGroupRequestData body) {
        if (request.version() == 0) {
            body.setRebalanceTimeoutMs(body.sessionTimeoutMs());
        }
        coordinators
                .at(request)
                .joinGroup(request.context(), body, response -> request.reply(inVersion(request, response)));
    }

    private static JoinGroupResponseData inVersion(Request request, JoinGroupResponseData response) {
        String protocol = response.protocolName();
        if (request.version() < 7 && protocol == null) {
            return response.setProtocolName("");
        }
        if (request.version() >= 7 && protocol != null && protocol.isEmpty()) {
            return response.setProtocolName(null);
        }
        return response;
    }
}
