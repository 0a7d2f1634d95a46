package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;

/** DeleteShareGroupState v0 (KIP-932). As in Kafka it is answered whether share groups are on or off. */
public final class DeleteShareGroupStateHandler extends RequestHandler<DeleteShareGroupStateRequestData> {
    private final ShareCoordinators coordinators;

    public DeleteShareGroupStateHandler(ShareCoordinators coordinators) {
        super(ShareApis.DELETE_SHARE_GROUP_STATE);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, DeleteShareGroupStateRequestData body) {
        request.reply(coordinators.at(request).requests().delete(body));
    }
}
