package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.transaction.ExpectedProducer;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.Errors;

/** EndTxn v0-5; v2 PRODUCER_FENCED, v5 transactions v2: the epoch for the next transaction (KIP-890). */
public final class EndTxnHandler extends RequestHandler<EndTxnRequestData> {
    private static final short PRODUCER_FENCED = 2;
    private static final short EPOCH_BUMP = 5;

    private final TransactionCoordinators coordinators;

    public EndTxnHandler(TransactionCoordinators coordinators) {
        super(TransactionApis.END_TXN);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, EndTxnRequestData body) {
        boolean bumps = request.version() >= EPOCH_BUMP;
        coordinators
                .at(request)
                .endTransaction(
                        body.transactionalId(),
                        new ExpectedProducer(body.producerId(), body.producerEpoch()),
                        body.committed(),
                        bumps ? 2 : 0,
                        (error, producerId, producerEpoch) -> {
                            boolean isUnknownToOld =
                                    error == Errors.PRODUCER_FENCED && request.version() < PRODUCER_FENCED;
                            EndTxnResponseData response = new EndTxnResponseData()
                                    .setErrorCode((isUnknownToOld ? Errors.INVALID_PRODUCER_EPOCH : error).code());
                            request.reply(bumps ? NextEpoch.put(response, producerId, producerEpoch) : response);
                        });
    }

    /** The fields of v5, which kafka-clients before 4.0 do not have. */
    private static final class NextEpoch {
        static EndTxnResponseData put(EndTxnResponseData response, long producerId, short producerEpoch) {
            return response.setProducerId(producerId).setProducerEpoch(producerEpoch);
        }
    }
}
