package io.github.groupcoordinator.internal.api;

import static io.github.groupcoordinator.internal.api.ApiErrors.LEADER_MOVES;
import static org.apache.kafka.common.protocol.Errors.*;

import java.util.List;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The APIs that a partition's leader answers: records, offsets, epochs. */
public final class RecordApis {
    public static final Api<ProduceRequestData> PRODUCE = new Api<>(
            ApiKeys.PRODUCE,
            ProduceRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(
                    3,
                    13,
                    "acks 0, 1 and all; idempotent producers with the last five batches of each; v13 topic "
                            + "ids. Advertised from version 0 on, as Kafka does for old clients; versions 0-2 are "
                            + "refused"),
            Names.none(),
            ApiErrors.of(
                            CORRUPT_MESSAGE,
                            UNKNOWN_TOPIC_OR_PARTITION,
                            UNKNOWN_TOPIC_ID,
                            NOT_LEADER_OR_FOLLOWER,
                            REQUEST_TIMED_OUT,
                            MESSAGE_TOO_LARGE,
                            INVALID_TOPIC_EXCEPTION,
                            RECORD_LIST_TOO_LARGE,
                            NOT_ENOUGH_REPLICAS,
                            NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                            INVALID_REQUIRED_ACKS,
                            TOPIC_AUTHORIZATION_FAILED,
                            CLUSTER_AUTHORIZATION_FAILED,
                            TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                            INVALID_TIMESTAMP,
                            UNSUPPORTED_FOR_MESSAGE_FORMAT,
                            UNSUPPORTED_COMPRESSION_TYPE,
                            KAFKA_STORAGE_ERROR,
                            OUT_OF_ORDER_SEQUENCE_NUMBER,
                            DUPLICATE_SEQUENCE_NUMBER,
                            UNKNOWN_PRODUCER_ID,
                            INVALID_PRODUCER_EPOCH,
                            INVALID_PRODUCER_ID_MAPPING,
                            INVALID_TXN_STATE,
                            CONCURRENT_TRANSACTIONS,
                            TRANSACTION_ABORTABLE,
                            INVALID_RECORD)
                    // Neither NOT_ENOUGH_REPLICAS_AFTER_APPEND nor REQUEST_TIMED_OUT, which Kafka gives when the
                    // records
                    // are in the log: that is the lost response.
                    .passing(List.of(
                            NOT_LEADER_OR_FOLLOWER,
                            UNKNOWN_TOPIC_OR_PARTITION,
                            NOT_ENOUGH_REPLICAS,
                            KAFKA_STORAGE_ERROR)));

    public static final Api<FetchRequestData> FETCH = new Api<>(
            ApiKeys.FETCH,
            FetchRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(
                    4,
                    18,
                    "long poll in virtual time; v7 fetch sessions, whose ids count up from 1; v11 from "
                            + "followers (KIP-392), though none is ever preferred; v12 diverging epochs,"
                            + " v13 topic ids"),
            Names.none(),
            ApiErrors.ofPartitions(
                            OFFSET_OUT_OF_RANGE,
                            CORRUPT_MESSAGE,
                            UNSUPPORTED_COMPRESSION_TYPE,
                            UNKNOWN_TOPIC_ID,
                            INCONSISTENT_TOPIC_ID,
                            FETCH_SESSION_ID_NOT_FOUND,
                            INVALID_FETCH_SESSION_EPOCH,
                            FETCH_SESSION_TOPIC_ID_ERROR)
                    .passing(LEADER_MOVES));

    public static final Api<ListOffsetsRequestData> LIST_OFFSETS = new Api<>(
            ApiKeys.LIST_OFFSETS,
            ListOffsetsRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(
                    1,
                    11,
                    "earliest, latest, by time (into compressed batches), largest timestamp; tiered storage "
                            + "answered as by a broker without it"),
            Names.none(),
            ApiErrors.ofPartitions(
                            UNSUPPORTED_FOR_MESSAGE_FORMAT,
                            LEADER_NOT_AVAILABLE,
                            OFFSET_NOT_AVAILABLE,
                            UNSUPPORTED_VERSION,
                            INVALID_REQUEST)
                    .passing(LEADER_MOVES, LEADER_NOT_AVAILABLE, OFFSET_NOT_AVAILABLE));

    public static final Api<DeleteRecordsRequestData> DELETE_RECORDS = new Api<>(
            ApiKeys.DELETE_RECORDS,
            DeleteRecordsRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(
                    0,
                    2,
                    "moves the log start; internal topics are INVALID_TOPIC_EXCEPTION, those that are only "
                            + "compacted POLICY_VIOLATION"),
            Names.none(),
            ApiErrors.ofPartitions(OFFSET_OUT_OF_RANGE, INVALID_TOPIC_EXCEPTION, POLICY_VIOLATION));

    public static final Api<OffsetForLeaderEpochRequestData> OFFSET_FOR_LEADER_EPOCH = new Api<>(
            ApiKeys.OFFSET_FOR_LEADER_EPOCH,
            OffsetForLeaderEpochRequestData.class,
            Role.PARTITION_LEADER,
            Versions.of(2, 4, "current leader epoch checked (KIP-320)"),
            Names.none(),
            ApiErrors.ofPartitions());

    private RecordApis() {}

    static List<Api<?>> all() {
        return List.of(PRODUCE, FETCH, LIST_OFFSETS, DELETE_RECORDS, OFFSET_FOR_LEADER_EPOCH);
    }
}
