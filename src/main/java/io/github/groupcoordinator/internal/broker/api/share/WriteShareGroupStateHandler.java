package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;

/** WriteShareGroupState v0-1 (KIP-932). As in Kafka it is answered whether share groups are on or off. */
public final class WriteShareGroupStateHandler extends RequestHandler<WriteShareGroupStateRequestData> {
    private final ShareCoordinators coordinators;

    public WriteShareGroupStateHandler(ShareCoordinators coordinators) {
        super(ShareApis.WRITE_SHARE_GROUP_STATE);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, WriteShareGroupStateRequestData body) {
        request.reply(coordinators.at(request).requests().write(body));
    }
}
