package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionMetadata;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TopicData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** DescribeTransactions v0. */
public final class DescribeTransactionsHandler extends RequestHandler<DescribeTransactionsRequestData> {
    private final TransactionCoordinators coordinators;

    public DescribeTransactionsHandler(TransactionCoordinators coordinators) {
        super(TransactionApis.DESCRIBE_TRANSACTIONS);
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, DescribeTransactionsRequestData body) {
        DescribeTransactionsResponseData response = new DescribeTransactionsResponseData();
        for (String transactionalId : body.transactionalIds()) {
            coordinators.at(request).describe(transactionalId, (error, transaction) -> response.transactionStates()
                    .add(describe(transactionalId, error, transaction)));
        }
        request.reply(response);
    }

    private static TransactionState describe(
            String transactionalId, Errors error, @Nullable TransactionMetadata transaction) {
        TransactionState answer = new TransactionState().setTransactionalId(transactionalId);
        if (transaction == null) {
            return answer.setErrorCode(error.code());
        }
        Collection<TopicData> topics = answer.topics();
        for (TopicPartition partition : transaction.partitions()) {
            TopicData topic = answer.topics().find(partition.topic());
            if (topic == null) {
                topic = new TopicData().setTopic(partition.topic());
                topics.add(topic);
            }
            topic.partitions().add(partition.partition());
        }
        return answer.setProducerId(transaction.producer().id())
                .setProducerEpoch(transaction.producer().epoch())
                .setTransactionState(transaction.state().kafkaName())
                .setTransactionTimeoutMs(transaction.timeoutMs())
                .setTransactionStartTimeMs(transaction.startMs());
    }
}
