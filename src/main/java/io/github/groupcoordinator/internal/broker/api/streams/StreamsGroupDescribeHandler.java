package io.github.groupcoordinator.internal.broker.api.streams;

import io.github.groupcoordinator.internal.api.StreamsApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.AuthorizedOperations;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.StreamsGroupDescribeRequestData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData;
import org.apache.kafka.common.message.StreamsGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;

/** StreamsGroupDescribe v0 (KIP-1071). */
public final class StreamsGroupDescribeHandler extends RequestHandler<StreamsGroupDescribeRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public StreamsGroupDescribeHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(StreamsApis.STREAMS_GROUP_DESCRIBE);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, StreamsGroupDescribeRequestData body) {
        cluster.requireStreamsGroups();
        StreamsGroupDescribeResponseData response = new StreamsGroupDescribeResponseData();
        for (DescribedGroup group : coordinators.at(request).streamsGroups().describe(body.groupIds())) {
            if (body.includeAuthorizedOperations() && group.errorCode() == Errors.NONE.code()) {
                group.setAuthorizedOperations(AuthorizedOperations.GROUP);
            }
            response.groups().add(group);
        }
        request.reply(response);
    }
}
