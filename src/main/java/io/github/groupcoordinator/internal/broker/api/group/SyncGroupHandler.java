package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** SyncGroup v0-5; v3 group.instance.id (KIP-345); v5 protocol type and name, which must be there (KIP-559). */
public final class SyncGroupHandler extends RequestHandler<SyncGroupRequestData> {
    private final GroupCoordinators coordinators;

    public SyncGroupHandler(GroupCoordinators coordinators) {
        super(GroupApis.SYNC_GROUP);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, SyncGroupRequestData body) {
        if (request.version() >= 5 && (body.protocolType() == null || body.protocolName() == null)) {
            request.reply(new SyncGroupResponseData().setErrorCode(Errors.INCONSISTENT_GROUP_PROTOCOL.code()));
            return;
        }
        coordinators.at(request).syncGroup(request.context(), body, request::reply);
    }
}
