package io.github.groupcoordinator.internal.broker;

import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Heartbeat v0-4; v3 group.instance.id (KIP-345). */
final class HeartbeatHandler extends RequestHandler<HeartbeatRequestData> {
    private final GroupCoordinators coordinators;

    HeartbeatHandler(GroupCoordinators coordinators) {
        super(ApiKeys.HEARTBEAT, HeartbeatRequestData.class);
        this.coordinators = coordinators;
    }

    @Override
    void answer(Request request, HeartbeatRequestData body) {
        coordinators.at(request).heartbeat(request.context(), body, request::reply);
    }
}
