package io.github.groupcoordinator.internal.broker;

import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** InitProducerId v0-5, for idempotent producers only; v3 producer id and epoch. A transactional id is refused. */
final class InitProducerIdHandler extends RequestHandler<InitProducerIdRequestData> {
    private long nextProducerId;

    InitProducerIdHandler() {
        super(ApiKeys.INIT_PRODUCER_ID, InitProducerIdRequestData.class);
    }

    @Override
    void answer(Request request, InitProducerIdRequestData body) {
        String transactionalId = body.transactionalId();
        if (transactionalId != null && !transactionalId.isEmpty()) {
            throw Request.notSupported(
                    "A transactional producer (InitProducerId with transactional id '" + transactionalId + "')");
        }
        InitProducerIdResponseData response = new InitProducerIdResponseData();
        boolean half = (body.producerId() == -1) != (body.producerEpoch() == -1);
        if (transactionalId != null || half) {
            request.reply(response.setErrorCode(Errors.INVALID_REQUEST.code()));
            return;
        }
        // Without a transactional id every request is given a new id, whatever it had before.
        request.reply(response.setProducerId(nextProducerId++).setProducerEpoch((short) 0));
    }
}
