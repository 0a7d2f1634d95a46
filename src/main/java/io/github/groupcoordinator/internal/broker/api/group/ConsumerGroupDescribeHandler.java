package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.AuthorizedOperations;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;

/** ConsumerGroupDescribe v0-1 (KIP-848); v1 the kind of each member (KIP-1099). */
public final class ConsumerGroupDescribeHandler extends RequestHandler<ConsumerGroupDescribeRequestData> {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    public ConsumerGroupDescribeHandler(Cluster cluster, GroupCoordinators coordinators) {
        super(GroupApis.CONSUMER_GROUP_DESCRIBE);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ConsumerGroupDescribeRequestData body) {
        ConsumerGroupDescribeResponseData response = new ConsumerGroupDescribeResponseData();
        if (!cluster.isConsumerProtocolEnabled()) {
            for (String groupId : body.groupIds()) {
                response.groups()
                        .add(new DescribedGroup().setGroupId(groupId).setErrorCode(Errors.UNSUPPORTED_VERSION.code()));
            }
            request.reply(response);
            return;
        }
        for (DescribedGroup group : coordinators.at(request).describeConsumerGroups(body.groupIds())) {
            if (body.includeAuthorizedOperations() && group.errorCode() == Errors.NONE.code()) {
                group.setAuthorizedOperations(AuthorizedOperations.GROUP);
            }
            response.groups().add(group);
        }
        request.reply(response);
    }
}
