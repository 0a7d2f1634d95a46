package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.HeartbeatRequestData;

/** Heartbeat v0-4; v3 group.instance.id (KIP-345). */
public final class HeartbeatHandler extends RequestHandler<HeartbeatRequestData> {
    private final GroupCoordinators coordinators;

    public HeartbeatHandler(GroupCoordinators coordinators) {
        super(GroupApis.HEARTBEAT);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, HeartbeatRequestData body) {
        coordinators.at(request).heartbeat(request.context(), body, request::reply);
    }
}
