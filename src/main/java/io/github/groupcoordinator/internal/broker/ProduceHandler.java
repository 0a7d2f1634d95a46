package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.log.AppendResult;
import io.github.groupcoordinator.internal.log.KafkaRecords;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.RecordBatches;
import io.github.groupcoordinator.internal.log.RejectedRecordsException;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Produce v3-13; v7 zstd; v8 errors per record (KIP-467); v10 current leader; v13 topic ids. Replicas are always in
 * sync, so acks=all answers at once. Transactional batches are refused.
 */
final class ProduceHandler extends RequestHandler<ProduceRequestData> {
    private static final short ZSTD = 7;
    private static final short RECORD_ERRORS = 8;
    private static final short TOPIC_IDS = 13;
    private static final String ADMIN_CLIENT_ID = "__admin_client";

    private final Cluster cluster;

    ProduceHandler(Cluster cluster) {
        super(ApiKeys.PRODUCE, ProduceRequestData.class);
        this.cluster = cluster;
    }

    @Override
    void answer(Request request, ProduceRequestData body) {
        if (body.transactionalId() != null) {
            throw Request.notSupported(
                    "A transactional producer (Produce with transactional id '" + body.transactionalId() + "')");
        }
        ProduceResponseData response = new ProduceResponseData();
        Collection<TopicProduceResponse> topics = response.responses();
        boolean failed = false;
        Collection<TopicProduceData> asked = body.topicData();
        for (TopicProduceData topic : asked) {
            boolean useTopicIds = request.version() >= TOPIC_IDS;
            Topic found = useTopicIds
                    ? ProduceTopicIds.find(cluster.topics(), topic)
                    : cluster.topics().find(topic.name());
            TopicProduceResponse answer = useTopicIds
                    ? ProduceTopicIds.copy(topic, new TopicProduceResponse())
                    : new TopicProduceResponse().setName(topic.name());
            for (PartitionProduceData partition : topic.partitionData()) {
                PartitionProduceResponse result = produce(request, body.acks(), found, partition, response);
                failed |= result.errorCode() != Errors.NONE.code();
                answer.partitionResponses().add(result);
            }
            topics.add(answer);
        }
        if (body.acks() != 0) {
            request.reply(response);
        } else if (failed) {
            // Nobody reads an answer: the lost connection makes the producer ask for metadata.
            request.closeConnection();
        } else {
            request.replyNothing();
        }
    }

    private PartitionProduceResponse produce(
            Request request,
            short acks,
            @Nullable Topic topic,
            PartitionProduceData partition,
            ProduceResponseData response) {
        PartitionProduceResponse answer =
                new PartitionProduceResponse().setIndex(partition.index()).setBaseOffset(-1L);
        try {
            AppendResult appended = append(request, acks, topic, partition);
            answer.setBaseOffset(appended.baseOffset())
                    .setLogAppendTimeMs(appended.logAppendTimeMs())
                    .setLogStartOffset(appended.logStartOffset());
        } catch (RejectedRecordsException e) {
            refuse(answer, e.error());
            if (request.version() >= RECORD_ERRORS) {
                for (RejectedRecordsException.RecordError each : e.recordErrors()) {
                    answer.recordErrors()
                            .add(new BatchIndexAndErrorMessage()
                                    .setBatchIndex(each.batchIndex())
                                    .setBatchIndexErrorMessage(each.message()));
                }
            }
        } catch (ApiException e) {
            refuse(answer, e);
            CurrentLeader.tell(cluster, request, topic, answer, response);
        }
        return answer;
    }

    private static void refuse(PartitionProduceResponse answer, ApiException error) {
        answer.setErrorCode(Errors.forException(error).code()).setErrorMessage(error.getMessage());
    }

    private AppendResult append(Request request, short acks, @Nullable Topic topic, PartitionProduceData partition) {
        if (topic == null) {
            throw request.version() >= TOPIC_IDS
                    ? new UnknownTopicIdException(Errors.UNKNOWN_TOPIC_ID.message())
                    : unknownPartition();
        }
        PartitionLog log = topic.log(partition.index());
        if (log == null) {
            throw unknownPartition();
        }
        if (acks < -1 || acks > 1) {
            throw new InvalidRequiredAcksException("Invalid required acks: " + acks);
        }
        ByteBuffer records = KafkaRecords.instance().bytesOf(partition);
        if (records == null) {
            throw new InvalidRecordException("A produce request must have at least one record batch per partition");
        }
        if (request.version() < ZSTD && RecordBatches.isZstd(records)) {
            throw new UnsupportedCompressionTypeException("Produce requests with version " + request.version()
                    + " are not allowed to use ZStandard compression");
        }
        if (topic.isInternal() && !request.context().clientId().equals(ADMIN_CLIENT_ID)) {
            throw new InvalidTopicException("Cannot append to internal topic " + topic.name());
        }
        LeaderCheck.requireLeader(request.node(), topic, partition.index());
        if (acks == -1) {
            LeaderCheck.requireEnoughInSync(topic, partition.index());
        }
        if (RecordBatches.transactional(records) != null) {
            throw Request.notSupported("A transactional batch (Produce to " + topic.name() + ")");
        }
        return log.appendProduced(records, cluster.timers().nowMs());
    }

    private static UnknownTopicOrPartitionException unknownPartition() {
        return new UnknownTopicOrPartitionException(Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
    }
}
