package io.github.groupcoordinator.internal.broker;

import java.util.List;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** One sensible request for each API of transactions, about the transactional id {@code t}. */
final class TransactionSamples {

    private TransactionSamples() {}

    static boolean has(ApiKeys api) {
        return switch (api) {
            case ADD_PARTITIONS_TO_TXN,
                    ADD_OFFSETS_TO_TXN,
                    END_TXN,
                    WRITE_TXN_MARKERS,
                    TXN_OFFSET_COMMIT,
                    DESCRIBE_PRODUCERS,
                    DESCRIBE_TRANSACTIONS,
                    LIST_TRANSACTIONS -> true;
            default -> false;
        };
    }

    static ApiMessage of(ApiKeys api, int version) {
        return switch (api) {
            case ADD_PARTITIONS_TO_TXN -> addPartitions(version);
            case ADD_OFFSETS_TO_TXN ->
                new AddOffsetsToTxnRequestData().setTransactionalId("t").setGroupId("g");
            case END_TXN -> new EndTxnRequestData().setTransactionalId("t").setCommitted(true);
            case WRITE_TXN_MARKERS ->
                new WriteTxnMarkersRequestData()
                        .setMarkers(List.of(new WritableTxnMarker()
                                .setProducerId(7)
                                .setTransactionResult(true)
                                .setTopics(List.of(new WritableTxnMarkerTopic()
                                        .setName("orders")
                                        .setPartitionIndexes(List.of(0))))));
            case TXN_OFFSET_COMMIT ->
                new TxnOffsetCommitRequestData()
                        .setTransactionalId("t")
                        .setGroupId("g")
                        .setTopics(List.of(new TxnOffsetCommitRequestTopic()
                                .setName("orders")
                                .setPartitions(List.of(new TxnOffsetCommitRequestPartition()
                                        .setPartitionIndex(0)
                                        .setCommittedOffset(5)
                                        .setCommittedMetadata("m")))));
            case DESCRIBE_PRODUCERS ->
                new DescribeProducersRequestData()
                        .setTopics(List.of(new DescribeProducersRequestData.TopicRequest()
                                .setName("orders")
                                .setPartitionIndexes(List.of(0))));
            case DESCRIBE_TRANSACTIONS -> new DescribeTransactionsRequestData().setTransactionalIds(List.of("t"));
            case LIST_TRANSACTIONS -> new ListTransactionsRequestData().setStateFilters(List.of("Ongoing"));
            default -> throw new IllegalArgumentException("no sample of " + api);
        };
    }

    private static AddPartitionsToTxnRequestData addPartitions(int version) {
        AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
        topics.add(new AddPartitionsToTxnTopic().setName("orders").setPartitions(List.of(0, 1)));
        AddPartitionsToTxnRequestData request = new AddPartitionsToTxnRequestData();
        if (version < 4) {
            return request.setV3AndBelowTransactionalId("t").setV3AndBelowTopics(topics);
        }
        request.transactions()
                .add(new AddPartitionsToTxnTransaction().setTransactionalId("t").setTopics(topics));
        return request;
    }
}
