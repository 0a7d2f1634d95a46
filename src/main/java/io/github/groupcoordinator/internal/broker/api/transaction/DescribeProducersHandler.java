package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.ActiveProducer;
import io.github.groupcoordinator.internal.log.KafkaFields;
import io.github.groupcoordinator.internal.log.PartitionLog;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.Errors;

/** DescribeProducers v0. */
public final class DescribeProducersHandler extends RequestHandler<DescribeProducersRequestData> {
    private final Cluster cluster;

    public DescribeProducersHandler(Cluster cluster) {
        super(TransactionApis.DESCRIBE_PRODUCERS);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, DescribeProducersRequestData body) {
        DescribeProducersResponseData response = new DescribeProducersResponseData();
        for (TopicRequest topic : KafkaFields.topics(body)) {
            TopicResponse answer = new TopicResponse().setName(topic.name());
            for (int partition : topic.partitionIndexes()) {
                answer.partitions().add(describe(request, topic.name(), partition));
            }
            response.topics().add(answer);
        }
        request.reply(response);
    }

    private PartitionResponse describe(Request request, String topic, int partition) {
        PartitionResponse answer = new PartitionResponse().setPartitionIndex(partition);
        try {
            org.apache.kafka.common.internals.Topic.validate(topic);
        } catch (InvalidTopicException e) {
            return answer.setErrorCode(Errors.INVALID_TOPIC_EXCEPTION.code()).setErrorMessage(e.getMessage());
        }
        Topic found = cluster.topics().find(topic);
        PartitionLog log = found == null ? null : found.log(partition);
        if (found == null || log == null) {
            return answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        // Followers know the producers, too.
        if (!found.replicas(partition).assigned().contains(request.node().id())) {
            return answer.setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        }
        for (ActiveProducer producer : log.activeProducers()) {
            answer.activeProducers()
                    .add(new ProducerState()
                            .setProducerId(producer.producerId())
                            .setProducerEpoch(producer.producerEpoch())
                            .setLastSequence(producer.lastSequence())
                            .setLastTimestamp(producer.lastTimestamp())
                            .setCoordinatorEpoch(producer.coordinatorEpoch())
                            .setCurrentTxnStartOffset(producer.transactionFirstOffset()));
        }
        return answer;
    }
}
