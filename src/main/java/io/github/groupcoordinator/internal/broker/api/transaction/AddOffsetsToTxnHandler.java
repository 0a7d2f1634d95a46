package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.coordinators.ConsumerOffsets;
import io.github.groupcoordinator.internal.broker.coordinators.GroupCoordinators;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.transaction.ExpectedProducer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * AddOffsetsToTxn v0-4; v2 PRODUCER_FENCED. Adds the group's partition of {@code __consumer_offsets}; producers of
 * transactions v2 let TxnOffsetCommit do that.
 */
public final class AddOffsetsToTxnHandler extends RequestHandler<AddOffsetsToTxnRequestData> {
    private static final short PRODUCER_FENCED = 2;

    private final TransactionCoordinators coordinators;
    private final GroupCoordinators groups;

    public AddOffsetsToTxnHandler(TransactionCoordinators coordinators, GroupCoordinators groups) {
        super(TransactionApis.ADD_OFFSETS_TO_TXN);
        this.coordinators = coordinators;
        this.groups = groups;
    }

    @Override
    public void answer(Request request, AddOffsetsToTxnRequestData body) {
        Errors error = coordinators
                .at(request)
                .addPartitions(
                        body.transactionalId(),
                        new ExpectedProducer(body.producerId(), body.producerEpoch()),
                        List.of(new TopicPartition(ConsumerOffsets.NAME, groups.partitionFor(body.groupId()))),
                        0);
        boolean isUnknownToOld = error == Errors.PRODUCER_FENCED && request.version() < PRODUCER_FENCED;
        request.reply(new AddOffsetsToTxnResponseData()
                .setErrorCode((isUnknownToOld ? Errors.INVALID_PRODUCER_EPOCH : error).code()));
    }
}
