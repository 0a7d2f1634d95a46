package io.github.groupcoordinator.internal.broker.api.transaction;

import io.github.groupcoordinator.internal.api.TransactionApis;
import io.github.groupcoordinator.internal.broker.coordinators.TransactionMarkers;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.broker.wire.RequestHandler;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * WriteTxnMarkers v1-2; v2 the version of the transaction (KIP-1228). Brokers send it, and {@code
 * Admin.abortTransaction} for a transaction that hangs. Inside this cluster markers are written without requests.
 */
public final class WriteTxnMarkersHandler extends RequestHandler<WriteTxnMarkersRequestData> {
    private static final short TRANSACTION_VERSION = 2;

    private final TransactionMarkers markers;

    public WriteTxnMarkersHandler(TransactionMarkers markers) {
        super(TransactionApis.WRITE_TXN_MARKERS);
        this.markers = markers;
    }

    @Override
    public void answer(Request request, WriteTxnMarkersRequestData body) {
        SortedMap<Long, SortedMap<TopicPartition, Errors>> byProducer = new TreeMap<>();
        for (WritableTxnMarker asked : body.markers()) {
            TransactionMarker marker = new TransactionMarker(
                    asked.producerId(),
                    asked.producerEpoch(),
                    asked.transactionResult(),
                    asked.coordinatorEpoch(),
                    request.version() >= TRANSACTION_VERSION ? Version2.transactionVersion(asked) : 0);
            SortedMap<TopicPartition, Errors> errors = byProducer.computeIfAbsent(
                    asked.producerId(), unused -> new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER));
            for (WritableTxnMarkerTopic topic : asked.topics()) {
                for (int index : topic.partitionIndexes()) {
                    TopicPartition partition = new TopicPartition(topic.name(), index);
                    errors.put(partition, markers.write(partition, marker));
                }
            }
        }
        WriteTxnMarkersResponseData response = new WriteTxnMarkersResponseData();
        byProducer.forEach((producerId, errors) -> response.markers().add(result(producerId, errors)));
        request.reply(response);
    }

    private static WritableTxnMarkerResult result(long producerId, SortedMap<TopicPartition, Errors> errors) {
        SortedMap<String, WritableTxnMarkerTopicResult> topics = new TreeMap<>();
        errors.forEach((partition, error) -> topics.computeIfAbsent(
                        partition.topic(), name -> new WritableTxnMarkerTopicResult().setName(name))
                .partitions()
                .add(new WritableTxnMarkerPartitionResult()
                        .setPartitionIndex(partition.partition())
                        .setErrorCode(error.code())));
        WritableTxnMarkerResult result = new WritableTxnMarkerResult().setProducerId(producerId);
        result.topics().addAll(topics.values());
        return result;
    }

    /** A field that kafka-clients before 4.2 do not have. */
    private static final class Version2 {
        public static int transactionVersion(WritableTxnMarker asked) {
            return asked.transactionVersion();
        }
    }
}
