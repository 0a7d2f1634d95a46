package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** ConsumerGroupHeartbeat v0-1 (KIP-848); v1 regular expressions, and members name themselves (KIP-1082). */
public final class ConsumerGroupHeartbeatHandler extends RequestHandler<ConsumerGroupHeartbeatRequestData> {
    private final GroupCoordinators coordinators;

    public ConsumerGroupHeartbeatHandler(GroupCoordinators coordinators) {
        super(ApiKeys.CONSUMER_GROUP_HEARTBEAT, ConsumerGroupHeartbeatRequestData.class);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ConsumerGroupHeartbeatRequestData body) {
        coordinators.at(request).consumerGroupHeartbeat(request.context(), body, request::reply);
    }
}
