package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;

/** ReadShareGroupState v0 (KIP-932). As in Kafka it is answered whether share groups are on or off. */
public final class ReadShareGroupStateHandler extends RequestHandler<ReadShareGroupStateRequestData> {
    private final ShareCoordinators coordinators;

    public ReadShareGroupStateHandler(ShareCoordinators coordinators) {
        super(ShareApis.READ_SHARE_GROUP_STATE);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ReadShareGroupStateRequestData body) {
        request.reply(coordinators.at(request).requests().read(body));
    }
}
