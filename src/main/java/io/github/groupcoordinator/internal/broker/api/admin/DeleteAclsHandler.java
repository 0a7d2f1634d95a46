package io.github.groupcoordinator.internal.broker.api.admin;

import io.github.groupcoordinator.internal.api.AdminApis;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsResponseData;
import org.apache.kafka.common.message.DeleteAclsResponseData.DeleteAclsFilterResult;
import org.apache.kafka.common.protocol.Errors;

/** DeleteAcls v1-3: there is no authorizer to delete any from; what they say is not looked at. */
public final class DeleteAclsHandler extends RequestHandler<DeleteAclsRequestData> {

    public DeleteAclsHandler() {
        super(AdminApis.DELETE_ACLS);
    }

    @Override
    public void answer(Request request, DeleteAclsRequestData body) {
        DeleteAclsResponseData response = new DeleteAclsResponseData();
        body.filters().forEach(filter -> response.filterResults()
                .add(new DeleteAclsFilterResult()
                        .setErrorCode(Errors.SECURITY_DISABLED.code())
                        .setErrorMessage("No Authorizer is configured.")));
        request.reply(response);
    }
}
