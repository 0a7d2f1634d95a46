package io.github.groupcoordinator.internal.broker.api.admin;

import io.github.groupcoordinator.internal.api.AdminApis;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.CreateAclsResponseData.AclCreationResult;
import org.apache.kafka.common.protocol.Errors;

/** CreateAcls v1-3: there is no authorizer to take them; what they say is not looked at. */
public final class CreateAclsHandler extends RequestHandler<CreateAclsRequestData> {

    public CreateAclsHandler() {
        super(AdminApis.CREATE_ACLS);
    }

    @Override
    public void answer(Request request, CreateAclsRequestData body) {
        CreateAclsResponseData response = new CreateAclsResponseData();
        body.creations().forEach(creation -> response.results()
                .add(new AclCreationResult()
                        .setErrorCode(Errors.SECURITY_DISABLED.code())
                        .setErrorMessage("No Authorizer is configured.")));
        request.reply(response);
    }
}
