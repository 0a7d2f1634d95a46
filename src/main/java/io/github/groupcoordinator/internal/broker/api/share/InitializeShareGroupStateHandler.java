package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;

/** InitializeShareGroupState v0 (KIP-932). As in Kafka it is answered whether share groups are on or off. */
public final class InitializeShareGroupStateHandler extends RequestHandler<InitializeShareGroupStateRequestData> {
    private final ShareCoordinators coordinators;

    public InitializeShareGroupStateHandler(ShareCoordinators coordinators) {
        super(ShareApis.INITIALIZE_SHARE_GROUP_STATE);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, InitializeShareGroupStateRequestData body) {
        request.reply(coordinators.at(request).requests().initialize(body));
    }
}
