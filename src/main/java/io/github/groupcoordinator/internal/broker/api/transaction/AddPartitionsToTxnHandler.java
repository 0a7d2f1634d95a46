package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionCoordinators;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.coordinator.transaction.ExpectedProducer;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionCoordinator;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * AddPartitionsToTxn v0-5; v2 PRODUCER_FENCED; v4, which only brokers send, several transactions, and partitions that
 * are only verified (KIP-890). Any partition that does not exist fails all of its transaction.
 */
public final class AddPartitionsToTxnHandler extends RequestHandler<AddPartitionsToTxnRequestData> {
    private static final short PRODUCER_FENCED = 2;
    private static final short SEVERAL_TRANSACTIONS = 4;

    private final Cluster cluster;
    private final TransactionCoordinators coordinators;

    public AddPartitionsToTxnHandler(Cluster cluster, TransactionCoordinators coordinators) {
        super(TransactionApis.ADD_PARTITIONS_TO_TXN);
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public void answer(Request request, AddPartitionsToTxnRequestData body) {
        AddPartitionsToTxnResponseData response = new AddPartitionsToTxnResponseData();
        if (request.version() < SEVERAL_TRANSACTIONS) {
            AddPartitionsToTxnTransaction only = new AddPartitionsToTxnTransaction()
                    .setTransactionalId(body.v3AndBelowTransactionalId())
                    .setProducerId(body.v3AndBelowProducerId())
                    .setProducerEpoch(body.v3AndBelowProducerEpoch())
                    .setTopics(body.v3AndBelowTopics());
            response.setResultsByTopicV3AndBelow(add(request, only).topicResults());
        } else {
            Collection<AddPartitionsToTxnTransaction> asked = body.transactions();
            Collection<AddPartitionsToTxnResult> results = response.resultsByTransaction();
            for (AddPartitionsToTxnTransaction transaction : asked) {
                results.add(add(request, transaction));
            }
        }
        request.reply(response);
    }

    private AddPartitionsToTxnResult add(Request request, AddPartitionsToTxnTransaction transaction) {
        if (transaction.transactionalId() == null) {
            throw new InvalidRequestException("Transactional ID can not be null in request.");
        }
        SortedMap<TopicPartition, Errors> answers = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        boolean allExist = true;
        Collection<AddPartitionsToTxnTopic> topics = transaction.topics();
        for (AddPartitionsToTxnTopic topic : topics) {
            for (int partition : topic.partitions()) {
                boolean exists = cluster.topics().log(topic.name(), partition) != null;
                allExist &= exists;
                answers.put(
                        new TopicPartition(topic.name(), partition),
                        exists ? Errors.OPERATION_NOT_ATTEMPTED : Errors.UNKNOWN_TOPIC_OR_PARTITION);
            }
        }
        if (allExist) {
            ask(request, transaction, answers);
        }
        return result(transaction.transactionalId(), answers);
    }

    private void ask(
            Request request, AddPartitionsToTxnTransaction transaction, SortedMap<TopicPartition, Errors> answers) {
        TransactionCoordinator coordinator = coordinators.at(request);
        ExpectedProducer producer = new ExpectedProducer(transaction.producerId(), transaction.producerEpoch());
        List<TopicPartition> partitions = List.copyOf(answers.keySet());
        if (transaction.verifyOnly()) {
            answers.putAll(coordinator.verifyPartitions(transaction.transactionalId(), producer, partitions));
            return;
        }
        int transactionVersion = request.version() >= SEVERAL_TRANSACTIONS ? 2 : 0;
        Errors error =
                coordinator.addPartitions(transaction.transactionalId(), producer, partitions, transactionVersion);
        boolean isUnknownToOld = error == Errors.PRODUCER_FENCED && request.version() < PRODUCER_FENCED;
        answers.replaceAll((partition, unused) -> isUnknownToOld ? Errors.INVALID_PRODUCER_EPOCH : error);
    }

    private static AddPartitionsToTxnResult result(String transactionalId, SortedMap<TopicPartition, Errors> answers) {
        AddPartitionsToTxnResult result = new AddPartitionsToTxnResult().setTransactionalId(transactionalId);
        answers.forEach((partition, error) -> {
            AddPartitionsToTxnTopicResult topic = result.topicResults().find(partition.topic());
            if (topic == null) {
                topic = new AddPartitionsToTxnTopicResult().setName(partition.topic());
                Collection<AddPartitionsToTxnTopicResult> topics = result.topicResults();
                topics.add(topic);
            }
            Collection<AddPartitionsToTxnPartitionResult> partitions = topic.resultsByPartition();
            partitions.add(new AddPartitionsToTxnPartitionResult()
                    .setPartitionIndex(partition.partition())
                    .setPartitionErrorCode(error.code()));
        });
        return result;
    }
}
