package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.coordinator.GroupCoordinator;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Heartbeat v0-4; v3 group.instance.id (KIP-345). */
final class HeartbeatHandler extends RequestHandler<HeartbeatRequestData> {
    private final GroupCoordinator coordinator;

    HeartbeatHandler(GroupCoordinator coordinator) {
        super(ApiKeys.HEARTBEAT, HeartbeatRequestData.class);
        this.coordinator = coordinator;
    }

    @Override
    void answer(Request request, HeartbeatRequestData body) {
        coordinator.heartbeat(request.context(), body, request::reply);
    }
}
