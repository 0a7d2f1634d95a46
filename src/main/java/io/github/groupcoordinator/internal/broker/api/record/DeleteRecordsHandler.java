package io.github.groupcoordinator.internal.broker.api.record;

import io.github.groupcoordinator.internal.api.RecordApis;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.PartitionLog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * DeleteRecords v0-2 (KIP-107): moves the log start. All replicas are in memory, so that the low watermark is the new
 * log start at once and nothing has to wait for it.
 */
public final class DeleteRecordsHandler extends RequestHandler<DeleteRecordsRequestData> {
    /** Stands for the high watermark: delete everything that can be read. */
    private static final long HIGH_WATERMARK = -1L;

    private static final long NO_LOW_WATERMARK = -1L;

    private final Cluster cluster;

    public DeleteRecordsHandler(Cluster cluster) {
        super(RecordApis.DELETE_RECORDS);
        this.cluster = cluster;
    }

    @Override
    public void answer(Request request, DeleteRecordsRequestData body) {
        DeleteRecordsResponseData response = new DeleteRecordsResponseData();
        Collection<DeleteRecordsTopicResult> topics = response.topics();
        for (Map.Entry<String, Map<Integer, Long>> topic : asked(body).entrySet()) {
            DeleteRecordsTopicResult result = new DeleteRecordsTopicResult().setName(topic.getKey());
            Collection<DeleteRecordsPartitionResult> partitions = result.partitions();
            topic.getValue()
                    .forEach((partition, offset) -> partitions.add(delete(request, topic.getKey(), partition, offset)));
            topics.add(result);
        }
        request.reply(response);
    }

    /** As in Kafka, the last word on a partition counts where one is named twice. */
    private static Map<String, Map<Integer, Long>> asked(DeleteRecordsRequestData body) {
        Map<String, Map<Integer, Long>> asked = new LinkedHashMap<>();
        for (DeleteRecordsTopic topic : body.topics()) {
            Map<Integer, Long> offsets = asked.computeIfAbsent(topic.name(), name -> new LinkedHashMap<>());
            for (DeleteRecordsPartition partition : topic.partitions()) {
                offsets.put(partition.partitionIndex(), partition.offset());
            }
        }
        return asked;
    }

    private DeleteRecordsPartitionResult delete(Request request, String topic, int partition, long offset) {
        DeleteRecordsPartitionResult result = new DeleteRecordsPartitionResult().setPartitionIndex(partition);
        try {
            return result.setLowWatermark(lowWatermark(request, topic, partition, offset));
        } catch (ApiException e) {
            return result.setLowWatermark(NO_LOW_WATERMARK)
                    .setErrorCode(Errors.forException(e).code());
        }
    }

    private long lowWatermark(Request request, String name, int partition, long offset) {
        Topic topic = cluster.topics().find(name);
        PartitionLog log = topic == null ? null : topic.log(partition);
        if (topic == null || log == null) {
            throw new UnknownTopicOrPartitionException("There is no partition " + name + "-" + partition);
        }
        if (topic.isInternal()) {
            throw new InvalidTopicException("Cannot delete records of internal topic " + name);
        }
        LeaderCheck.requireLeader(request.node(), topic, partition);
        if (topic.config().isCompactedOnly()) {
            throw new PolicyViolationException("Records of partition " + name + "-" + partition
                    + " can not be deleted due to the configured policy");
        }
        log.deleteRecordsBefore(offset == HIGH_WATERMARK ? log.highWatermark() : offset);
        return log.logStartOffset();
    }
}
