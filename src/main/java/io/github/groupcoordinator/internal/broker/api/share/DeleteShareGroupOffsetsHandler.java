package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;

/** DeleteShareGroupOffsets v0 (KIP-932). */
public final class DeleteShareGroupOffsetsHandler extends RequestHandler<DeleteShareGroupOffsetsRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public DeleteShareGroupOffsetsHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(ShareApis.DELETE_SHARE_GROUP_OFFSETS);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, DeleteShareGroupOffsetsRequestData body) {
        cluster.requireShareGroups();
        coordinators.at(request).shareOffsets().delete(body, request::reply);
    }
}
