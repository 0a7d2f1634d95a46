package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ListGroupsRequestData;

/** ListGroups v0-5; v4 filter by state (KIP-518); v5 filter by type (KIP-848). */
public final class ListGroupsHandler extends RequestHandler<ListGroupsRequestData> {
    private final GroupCoordinators coordinators;

    public ListGroupsHandler(GroupCoordinators coordinators) {
        super(GroupApis.LIST_GROUPS);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, ListGroupsRequestData body) {
        request.reply(coordinators.at(request).listGroups(request.context(), body));
    }
}
