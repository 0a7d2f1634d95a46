package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.coordinator.GroupCoordinator;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** ListGroups v0-5; v4 filter by state (KIP-518); v5 filter by type (KIP-848). */
final class ListGroupsHandler extends RequestHandler<ListGroupsRequestData> {
    private final GroupCoordinator coordinator;

    ListGroupsHandler(GroupCoordinator coordinator) {
        super(ApiKeys.LIST_GROUPS, ListGroupsRequestData.class);
        this.coordinator = coordinator;
    }

    @Override
    void answer(Request request, ListGroupsRequestData body) {
        request.reply(coordinator.listGroups(request.context(), body));
    }
}
