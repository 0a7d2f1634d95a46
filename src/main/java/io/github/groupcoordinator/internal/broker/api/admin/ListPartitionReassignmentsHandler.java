package io.github.groupcoordinator.internal.broker.api.admin;

import io.github.groupcoordinator.internal.api.AdminApis;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;

/** ListPartitionReassignments v0: replicas are where they should be, at any time. */
public final class ListPartitionReassignmentsHandler extends RequestHandler<ListPartitionReassignmentsRequestData> {

    public ListPartitionReassignmentsHandler() {
        super(AdminApis.LIST_PARTITION_REASSIGNMENTS);
    }

    @Override
    public void answer(Request request, ListPartitionReassignmentsRequestData body) {
        request.reply(new ListPartitionReassignmentsResponseData().setErrorMessage(null));
    }
}
