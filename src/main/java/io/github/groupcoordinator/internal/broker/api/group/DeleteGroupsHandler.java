package io.github.groupcoordinator.internal.broker.api.group;

import io.github.groupcoordinator.internal.api.GroupApis;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import org.apache.kafka.common.message.DeleteGroupsRequestData;

/** DeleteGroups v0-2. A group that is named twice is deleted once. */
public final class DeleteGroupsHandler extends RequestHandler<DeleteGroupsRequestData> {
    private final GroupCoordinators coordinators;

    public DeleteGroupsHandler(GroupCoordinators coordinators) {
        super(GroupApis.DELETE_GROUPS);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, DeleteGroupsRequestData body) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>(body.groupsNames());
        coordinators.at(request).deleteGroups(new ArrayList<>(distinct), request::reply);
    }
}
