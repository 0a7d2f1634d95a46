package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.api.RecordApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.cluster.Topics;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionVerification;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.AppendResult;
import io.github.groupcoordinator.internal.log.KafkaRecords;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.RecordBatches;
import io.github.groupcoordinator.internal.log.RejectedRecordsException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
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
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Produce v3-13; v7 zstd; v8 errors per record (KIP-467); v10 current leader; v13 topic ids. Replicas are always in
 * sync, so acks=all answers at once. Of a transaction, the first batch for a partition must have been added to it; from
 * v12 on the request itself adds it (KIP-890).
 */
public final class ProduceHandler extends RequestHandler<ProduceRequestData> {
    private static final short ZSTD = 7;
    private static final short RECORD_ERRORS = 8;
    private static final short TOPIC_IDS = 13;
    private static final String ADMIN_CLIENT_ID = "__admin_client";

    private final Cluster cluster;
    private final TransactionVerification verification;

    public ProduceHandler(Cluster cluster, TransactionVerification verification) {
        super(RecordApis.PRODUCE);
        this.cluster = cluster;
        this.verification = verification;
    }

    @Override
    public void answer(Request request, ProduceRequestData body) {
        ProducedTransaction transaction = ProducedTransaction.of(cluster.topics(), request, body);
        Errors refusal = transaction.refusal();
        TransactionVerification.Writer writer = transaction.writer();
        if (writer == null || refusal != Errors.NONE) {
            append(request, body, partition -> refusal, partition -> false);
        } else {
            verification.askForProduce(
                    request.node(),
                    writer,
                    transaction.sequences(),
                    outcome -> append(
                            request,
                            body,
                            partition -> ProducedTransaction.toProducer(
                                    outcome.refused().getOrDefault(partition, Errors.NONE), writer.operation()),
                            outcome::mayBegin));
        }
    }

    private void append(
            Request request,
            ProduceRequestData body,
            Function<TopicPartition, Errors> refusal,
            Predicate<TopicPartition> mayBegin) {
        ProduceResponseData response = new ProduceResponseData();
        Collection<TopicProduceResponse> topics = response.responses();
        boolean failed = false;
        Collection<TopicProduceData> asked = body.topicData();
        for (TopicProduceData topic : asked) {
            Topic found = find(cluster.topics(), request, topic);
            TopicProduceResponse answer = request.version() >= TOPIC_IDS
                    ? ProduceTopicIds.copy(topic, new TopicProduceResponse())
                    : new TopicProduceResponse().setName(topic.name());
            for (PartitionProduceData partition : topic.partitionData()) {
                TopicPartition which = new TopicPartition(found == null ? "" : found.name(), partition.index());
                Errors error = refusal.apply(which);
                PartitionProduceResponse result = error == Errors.NONE
                        ? produce(new Produced(request, body.acks(), found, partition, mayBegin.test(which)), response)
                        : refused(partition, error);
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

    public static @Nullable Topic find(Topics topics, Request request, TopicProduceData topic) {
        return request.version() >= TOPIC_IDS ? ProduceTopicIds.find(topics, topic) : topics.find(topic.name());
    }

    private static PartitionProduceResponse refused(PartitionProduceData partition, Errors error) {
        PartitionProduceResponse answer =
                new PartitionProduceResponse().setIndex(partition.index()).setBaseOffset(-1L);
        refuse(answer, error.exception());
        return answer;
    }

    /** The records that a request brings for one partition. */
    private record Produced(
            Request request, short acks, @Nullable Topic topic, PartitionProduceData partition, boolean mayBegin) {}

    private PartitionProduceResponse produce(Produced produced, ProduceResponseData response) {
        PartitionProduceResponse answer = new PartitionProduceResponse()
                .setIndex(produced.partition().index())
                .setBaseOffset(-1L);
        try {
            AppendResult appended = append(produced);
            answer.setBaseOffset(appended.baseOffset())
                    .setLogAppendTimeMs(appended.logAppendTimeMs())
                    .setLogStartOffset(appended.logStartOffset());
        } catch (RejectedRecordsException e) {
            refuse(answer, e.error());
            if (produced.request().version() >= RECORD_ERRORS) {
                for (RejectedRecordsException.RecordError each : e.recordErrors()) {
                    answer.recordErrors()
                            .add(new BatchIndexAndErrorMessage()
                                    .setBatchIndex(each.batchIndex())
                                    .setBatchIndexErrorMessage(each.message()));
                }
            }
        } catch (ApiException e) {
            refuse(answer, e);
            CurrentLeader.tell(cluster, produced.request(), produced.topic(), answer, response);
        }
        return answer;
    }

    private static void refuse(PartitionProduceResponse answer, ApiException error) {
        answer.setErrorCode(Errors.forException(error).code()).setErrorMessage(error.getMessage());
    }

    private AppendResult append(Produced produced) {
        Request request = produced.request();
        Topic topic = produced.topic();
        PartitionProduceData partition = produced.partition();
        if (topic == null) {
            throw request.version() >= TOPIC_IDS
                    ? new UnknownTopicIdException(Errors.UNKNOWN_TOPIC_ID.message())
                    : unknownPartition();
        }
        PartitionLog log = topic.log(partition.index());
        if (log == null) {
            throw unknownPartition();
        }
        if (produced.acks() < -1 || produced.acks() > 1) {
            throw new InvalidRequiredAcksException("Invalid required acks: " + produced.acks());
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
        if (produced.acks() == -1) {
            LeaderCheck.requireEnoughInSync(topic, partition.index());
        }
        return log.appendProduced(records, cluster.timers().nowMs(), produced.mayBegin());
    }

    private static UnknownTopicOrPartitionException unknownPartition() {
        return new UnknownTopicOrPartitionException(Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
    }
}
