package io.github.groupcoordinator.internal.api;

import static io.github.groupcoordinator.internal.api.ApiErrors.COORDINATOR_MOVES;
import static org.apache.kafka.common.protocol.Errors.*;

import java.util.List;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The APIs about transactions and the producers that have them. */
public final class TransactionApis {
    public static final Api<InitProducerIdRequestData> INIT_PRODUCER_ID = new Api<>(
            ApiKeys.INIT_PRODUCER_ID,
            InitProducerIdRequestData.class,
            Role.TRANSACTION_COORDINATOR,
            Versions.of(
                    0,
                    5,
                    "v3 producer id and epoch (KIP-360), v4 PRODUCER_FENCED; the unstable v6 (KIP-939) is not"
                            + " served"),
            Names.transaction(InitProducerIdRequestData::transactionalId),
            ApiErrors.of(
                            COORDINATOR_LOAD_IN_PROGRESS,
                            COORDINATOR_NOT_AVAILABLE,
                            NOT_COORDINATOR,
                            CLUSTER_AUTHORIZATION_FAILED,
                            TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                            INVALID_PRODUCER_EPOCH,
                            PRODUCER_FENCED,
                            INVALID_TRANSACTION_TIMEOUT,
                            CONCURRENT_TRANSACTIONS,
                            REQUEST_TIMED_OUT,
                            INVALID_REQUEST)
                    // What else it can meet depends on whether it names a transactional id; this does not.
                    .passing(List.of(COORDINATOR_LOAD_IN_PROGRESS)));

    public static final Api<AddPartitionsToTxnRequestData> ADD_PARTITIONS_TO_TXN = new Api<>(
            ApiKeys.ADD_PARTITIONS_TO_TXN,
            AddPartitionsToTxnRequestData.class,
            Role.TRANSACTION_COORDINATOR,
            Versions.of(0, 5, "v2 PRODUCER_FENCED, v4 several transactions and verification, as brokers ask (KIP-890)"),
            Names.transaction(TransactionApis::ofOneTransaction),
            ApiErrors.ofTransaction(
                            UNKNOWN_TOPIC_OR_PARTITION,
                            OPERATION_NOT_ATTEMPTED,
                            TOPIC_AUTHORIZATION_FAILED,
                            TRANSACTION_ABORTABLE)
                    .passing(COORDINATOR_MOVES, CONCURRENT_TRANSACTIONS));

    public static final Api<AddOffsetsToTxnRequestData> ADD_OFFSETS_TO_TXN = new Api<>(
            ApiKeys.ADD_OFFSETS_TO_TXN,
            AddOffsetsToTxnRequestData.class,
            Role.TRANSACTION_COORDINATOR,
            Versions.of(0, 4, "v2 PRODUCER_FENCED"),
            Names.group(AddOffsetsToTxnRequestData::groupId).within(AddOffsetsToTxnRequestData::transactionalId),
            ApiErrors.ofTransaction(GROUP_AUTHORIZATION_FAILED, TRANSACTION_ABORTABLE)
                    .passing(COORDINATOR_MOVES, CONCURRENT_TRANSACTIONS));

    public static final Api<EndTxnRequestData> END_TXN = new Api<>(
            ApiKeys.END_TXN,
            EndTxnRequestData.class,
            Role.TRANSACTION_COORDINATOR,
            Versions.of(0, 5, "v2 PRODUCER_FENCED, v5 the epoch for the next transaction (KIP-890)"),
            Names.transaction(EndTxnRequestData::transactionalId),
            ApiErrors.ofTransaction(TRANSACTION_ABORTABLE).passing(COORDINATOR_MOVES, CONCURRENT_TRANSACTIONS));

    public static final Api<WriteTxnMarkersRequestData> WRITE_TXN_MARKERS = new Api<>(
            ApiKeys.WRITE_TXN_MARKERS,
            WriteTxnMarkersRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(1, 2, "as `Admin.abortTransaction` asks; v2 the version of the transaction (KIP-1228)"),
            Names.none(),
            ApiErrors.of(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    NOT_LEADER_OR_FOLLOWER,
                    NOT_ENOUGH_REPLICAS,
                    NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                    REQUEST_TIMED_OUT,
                    INVALID_PRODUCER_EPOCH,
                    TRANSACTION_COORDINATOR_FENCED,
                    CLUSTER_AUTHORIZATION_FAILED));

    public static final Api<TxnOffsetCommitRequestData> TXN_OFFSET_COMMIT = new Api<>(
            ApiKeys.TXN_OFFSET_COMMIT,
            TxnOffsetCommitRequestData.class,
            Role.GROUP_COORDINATOR,
            Versions.of(
                    0,
                    5,
                    "v3 member id, generation and instance id (KIP-447), v5 adds the group's partition itself"
                            + " (KIP-890)"),
            Names.member(TxnOffsetCommitRequestData::groupId, TxnOffsetCommitRequestData::memberId)
                    .within(TxnOffsetCommitRequestData::transactionalId),
            ApiErrors.ofTransaction(
                            INVALID_GROUP_ID,
                            UNKNOWN_MEMBER_ID,
                            ILLEGAL_GENERATION,
                            FENCED_INSTANCE_ID,
                            OFFSET_METADATA_TOO_LARGE,
                            UNKNOWN_TOPIC_OR_PARTITION,
                            UNSUPPORTED_FOR_MESSAGE_FORMAT,
                            REQUEST_TIMED_OUT,
                            GROUP_AUTHORIZATION_FAILED,
                            TOPIC_AUTHORIZATION_FAILED,
                            TRANSACTION_ABORTABLE)
                    .passing(COORDINATOR_MOVES, UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, REQUEST_TIMED_OUT));

    public static final Api<DescribeProducersRequestData> DESCRIBE_PRODUCERS = new Api<>(
            ApiKeys.DESCRIBE_PRODUCERS,
            DescribeProducersRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(
                    0,
                    0,
                    "epochs, sequences, and where an open transaction began; followers answer too, with what the leader"
                            + " knows"),
            Names.none(),
            ApiErrors.of(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    NOT_LEADER_OR_FOLLOWER,
                    INVALID_TOPIC_EXCEPTION,
                    TOPIC_AUTHORIZATION_FAILED));

    public static final Api<DescribeTransactionsRequestData> DESCRIBE_TRANSACTIONS = new Api<>(
            ApiKeys.DESCRIBE_TRANSACTIONS,
            DescribeTransactionsRequestData.class,
            Role.TRANSACTION_COORDINATOR,
            Versions.of(0, 0, "state, timeout, start and partitions of a transactional id"),
            Names.none(),
            ApiErrors.of(
                    COORDINATOR_LOAD_IN_PROGRESS,
                    COORDINATOR_NOT_AVAILABLE,
                    NOT_COORDINATOR,
                    TRANSACTIONAL_ID_NOT_FOUND,
                    TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    INVALID_REQUEST));

    public static final Api<ListTransactionsRequestData> LIST_TRANSACTIONS = new Api<>(
            ApiKeys.LIST_TRANSACTIONS,
            ListTransactionsRequestData.class,
            Role.TRANSACTION_COORDINATOR,
            Versions.of(0, 2, "v1 by duration (KIP-994), v2 by pattern (KIP-1152)"),
            Names.none(),
            ApiErrors.of(COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE)
                    .andInvalidRegularExpression());

    private TransactionApis() {}

    static List<Api<?>> all() {
        return List.of(
                INIT_PRODUCER_ID,
                ADD_PARTITIONS_TO_TXN,
                ADD_OFFSETS_TO_TXN,
                END_TXN,
                WRITE_TXN_MARKERS,
                TXN_OFFSET_COMMIT,
                DESCRIBE_PRODUCERS,
                DESCRIBE_TRANSACTIONS,
                LIST_TRANSACTIONS);
    }

    /** Returns null for a request of a broker, which names several transactions in another place. */
    private static @Nullable String ofOneTransaction(AddPartitionsToTxnRequestData add) {
        String id = add.v3AndBelowTransactionalId();
        return id.isEmpty() ? null : id;
    }
}
