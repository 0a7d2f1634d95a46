package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
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
    private final GroupCoordinators coordinators;

    public ConsumerGroupDescribeHandler(GroupCoordinators coordinators) {
        super(GroupApis.CONSUMER_GROUP_DESCRIBE);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ConsumerGroupDescribeRequestData body) {
        ConsumerGroupDescribeResponseData response = new ConsumerGroupDescribeResponseData();
        for (DescribedGroup group : coordinators.at(request).describeConsumerGroups(body.groupIds())) {
            if (body.includeAuthorizedOperations() && group.errorCode() == Errors.NONE.code()) {
                group.setAuthorizedOperations(AuthorizedOperations.GROUP);
            }
            response.groups().add(group);
        }
        request.reply(response);
    }
}
