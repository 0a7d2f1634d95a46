package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;

/** ConsumerGroupHeartbeat v0-1 (KIP-848); v1 regular expressions, and members name themselves (KIP-1082). */
public final class ConsumerGroupHeartbeatHandler extends RequestHandler<ConsumerGroupHeartbeatRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public ConsumerGroupHeartbeatHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(GroupApis.CONSUMER_GROUP_HEARTBEAT);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ConsumerGroupHeartbeatRequestData body) {
        if (!cluster.isConsumerProtocolEnabled()) {
            request.reply(new ConsumerGroupHeartbeatResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
            return;
        }
        coordinators.at(request).consumerGroupHeartbeat(request.context(), body, request::reply);
    }
}
