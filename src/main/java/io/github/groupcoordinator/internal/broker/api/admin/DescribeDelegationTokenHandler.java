package io.github.groupcoordinator.internal.broker.api.admin;

import io.github.groupcoordinator.internal.api.AdminApis;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import org.apache.kafka.common.message.DescribeDelegationTokenRequestData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.protocol.Errors;

/** DescribeDelegationToken v1-3: whoever comes without authentication may not ask. */
public final class DescribeDelegationTokenHandler extends RequestHandler<DescribeDelegationTokenRequestData> {

    public DescribeDelegationTokenHandler() {
        super(AdminApis.DESCRIBE_DELEGATION_TOKEN);
    }

    @Override
    public void answer(Request request, DescribeDelegationTokenRequestData body) {
        request.reply(new DescribeDelegationTokenResponseData()
                .setErrorCode(Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED.code()));
    }
}
