package io.github.groupcoordinator.internal.broker.api.admin;

import io.github.groupcoordinator.internal.api.AdminApis;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeAclsResponseData;
import org.apache.kafka.common.protocol.Errors;

/** DescribeAcls v1-3: there is no authorizer to know any. */
public final class DescribeAclsHandler extends RequestHandler<DescribeAclsRequestData> {

    public DescribeAclsHandler() {
        super(AdminApis.DESCRIBE_ACLS);
    }

    @Override
    public void answer(Request request, DescribeAclsRequestData body) {
        request.reply(new DescribeAclsResponseData()
                .setErrorCode(Errors.SECURITY_DISABLED.code())
                .setErrorMessage("No Authorizer is configured on the broker"));
    }
}
