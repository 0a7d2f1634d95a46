package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.transaction.ExpectedProducer;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * InitProducerId v0-5; v3 producer id and epoch (KIP-360), v4 PRODUCER_FENCED. The unstable v6 (KIP-939, two-phase
 * commit) is not served.
 */
public final class InitProducerIdHandler extends RequestHandler<InitProducerIdRequestData> {
    private static final short PRODUCER_FENCED = 4;

    private final TransactionCoordinators coordinators;

    public InitProducerIdHandler(TransactionCoordinators coordinators) {
        super(TransactionApis.INIT_PRODUCER_ID);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, InitProducerIdRequestData body) {
        boolean isNew = body.producerId() == -1 && body.producerEpoch() == -1;
        boolean half = (body.producerId() == -1) != (body.producerEpoch() == -1);
        if (half) {
            reply(request, Errors.INVALID_REQUEST, -1L, (short) -1);
        } else if (body.transactionalId() == null) {
            // Without a transactional id every request is given a new id, whatever it had before.
            reply(request, Errors.NONE, coordinators.producerIds().next(), (short) 0);
        } else {
            coordinators
                    .at(request)
                    .initProducerId(
                            body.transactionalId(),
                            body.transactionTimeoutMs(),
                            isNew ? null : new ExpectedProducer(body.producerId(), body.producerEpoch()),
                            (error, producerId, producerEpoch) -> reply(request, error, producerId, producerEpoch));
        }
    }

    private static void reply(Request request, Errors error, long producerId, short producerEpoch) {
        boolean isUnknownToOld = error == Errors.PRODUCER_FENCED && request.version() < PRODUCER_FENCED;
        request.reply(new InitProducerIdResponseData()
                .setErrorCode((isUnknownToOld ? Errors.INVALID_PRODUCER_EPOCH : error).code())
                .setProducerId(producerId)
                .setProducerEpoch(producerEpoch));
    }
}
