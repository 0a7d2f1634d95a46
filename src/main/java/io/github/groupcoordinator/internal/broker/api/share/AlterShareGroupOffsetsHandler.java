package io.github.groupcoordinator.internal.broker.api.share;

import io.github.groupcoordinator.internal.api.ShareApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;

/** AlterShareGroupOffsets v0 (KIP-932). */
public final class AlterShareGroupOffsetsHandler extends RequestHandler<AlterShareGroupOffsetsRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public AlterShareGroupOffsetsHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(ShareApis.ALTER_SHARE_GROUP_OFFSETS);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, AlterShareGroupOffsetsRequestData body) {
        cluster.requireShareGroups();
        coordinators.at(request).shareOffsets().alter(body, request::reply);
    }
}
