package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.AuthorizedOperations;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.protocol.Errors;

/** DescribeGroups v0-6; v3 authorized operations; v4 group.instance.id; v6 an unknown group is GROUP_ID_NOT_FOUND. */
public final class DescribeGroupsHandler extends RequestHandler<DescribeGroupsRequestData> {
    private final GroupCoordinators coordinators;

    public DescribeGroupsHandler(GroupCoordinators coordinators) {
        super(GroupApis.DESCRIBE_GROUPS);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, DescribeGroupsRequestData body) {
        DescribeGroupsResponseData response = new DescribeGroupsResponseData();
        for (DescribedGroup group : coordinators.at(request).describeGroups(request.context(), body.groups())) {
            if (request.version() >= 3
                    && body.includeAuthorizedOperations()
                    && group.errorCode() == Errors.NONE.code()) {
                group.setAuthorizedOperations(AuthorizedOperations.GROUP);
            }
            response.groups().add(group);
        }
        request.reply(response);
    }
}
