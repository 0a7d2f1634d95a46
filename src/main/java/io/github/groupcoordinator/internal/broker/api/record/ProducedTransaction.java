package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.cluster.Topics;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionVerification;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionVerification.Operation;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionVerification.Writer;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.log.KafkaRecords;
import io.github.groupcoordinator.internal.log.RecordBatches;
import io.github.groupcoordinator.internal.log.RecordBatches.TransactionalBatch;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that a produce request belongs to, if any.
 *
 * @param writer whose transaction it is, or null if there is nothing to verify
 * @param sequences the first sequence for each partition that the asked node leads
 * @param refusal why the whole request is refused, or NONE
 */
record ProducedTransaction(@Nullable Writer writer, SortedMap<TopicPartition, Integer> sequences, Errors refusal) {

    public static ProducedTransaction of(Topics topics, Request request, ProduceRequestData body) {
        SortedMap<TopicPartition, Integer> sequences = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        TransactionalBatch writer = null;
        Errors refusal = Errors.NONE;
        Collection<TopicProduceData> asked = body.topicData();
        for (TopicProduceData topic : asked) {
            Topic found = ProduceHandler.find(topics, request, topic);
            for (PartitionProduceData partition : topic.partitionData()) {
                TransactionalBatch batch = transactional(partition);
                if (batch == null) {
                    continue;
                }
                boolean isAnother = writer != null
                        && (batch.producerId() != writer.producerId()
                                || batch.producerEpoch() != writer.producerEpoch());
                if (body.transactionalId() == null) {
                    refusal = Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
                } else if (isAnother && refusal == Errors.NONE) {
                    refusal = Errors.INVALID_PRODUCER_ID_MAPPING;
                }
                writer = batch;
                if (found != null
                        && found.log(partition.index()) != null
                        && found.replicas(partition.index()).isLedBy(request.node())) {
                    sequences.put(new TopicPartition(found.name(), partition.index()), batch.baseSequence());
                }
            }
        }
        String transactionalId = body.transactionalId();
        return new ProducedTransaction(
                writer == null || transactionalId == null
                        ? null
                        : new Writer(
                                transactionalId,
                                writer.producerId(),
                                writer.producerEpoch(),
                                TransactionVerification.ofProduce(request.version())),
                sequences,
                refusal);
    }

    private static @Nullable TransactionalBatch transactional(PartitionProduceData partition) {
        ByteBuffer records = KafkaRecords.instance().bytesOf(partition);
        try {
            return records == null ? null : RecordBatches.transactional(records);
        } catch (CorruptRecordException whenItIsAppended) {
            return null;
        }
    }

    /** Returns what a producer is told of an error of the transaction coordinator: old ones know few of them. */
    static Errors toProducer(Errors error, Operation operation) {
        return switch (error) {
            case NETWORK_EXCEPTION, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
                Errors.NOT_ENOUGH_REPLICAS;
            case CONCURRENT_TRANSACTIONS -> operation == Operation.ADD_PARTITION ? error : Errors.NOT_ENOUGH_REPLICAS;
            default -> error;
        };
    }
}
