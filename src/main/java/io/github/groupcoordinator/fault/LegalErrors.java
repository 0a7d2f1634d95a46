package io.github.groupcoordinator.fault;

import static org.apache.kafka.common.protocol.Errors.*;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * The errors that Kafka's brokers give for each API that is served here: those of the request layer, of the coordinator
 * and of the log, with an authorizer in place. A client would meet any other from a broken broker only.
 */
final class LegalErrors {
    private static final Map<ApiKeys, Set<Errors>> BY_API = new EnumMap<>(ApiKeys.class);
    private static final Set<ApiKeys> NAMES_GROUPS = EnumSet.of(
            ApiKeys.OFFSET_COMMIT,
            ApiKeys.OFFSET_FETCH,
            ApiKeys.OFFSET_DELETE,
            ApiKeys.TXN_OFFSET_COMMIT,
            ApiKeys.ADD_OFFSETS_TO_TXN,
            ApiKeys.FIND_COORDINATOR,
            ApiKeys.JOIN_GROUP,
            ApiKeys.SYNC_GROUP,
            ApiKeys.HEARTBEAT,
            ApiKeys.LEAVE_GROUP,
            ApiKeys.CONSUMER_GROUP_HEARTBEAT,
            ApiKeys.CONSUMER_GROUP_DESCRIBE,
            ApiKeys.DESCRIBE_GROUPS,
            ApiKeys.DELETE_GROUPS);

    static {
        groups();
        offsets();
        producers();
        transactions();
        logs();
        cluster();
    }

    private LegalErrors() {}

    private static void groups() {
        // Not MEMBER_ID_REQUIRED for JoinGroup: Kafka gives it together with an id, which only the coordinator can.
        coordinator(
                ApiKeys.JOIN_GROUP,
                INVALID_GROUP_ID,
                UNKNOWN_MEMBER_ID,
                INVALID_SESSION_TIMEOUT,
                INCONSISTENT_GROUP_PROTOCOL,
                GROUP_MAX_SIZE_REACHED,
                FENCED_INSTANCE_ID,
                REBALANCE_IN_PROGRESS,
                UNSUPPORTED_VERSION);
        coordinator(
                ApiKeys.SYNC_GROUP,
                INVALID_GROUP_ID,
                UNKNOWN_MEMBER_ID,
                ILLEGAL_GENERATION,
                REBALANCE_IN_PROGRESS,
                INCONSISTENT_GROUP_PROTOCOL,
                FENCED_INSTANCE_ID,
                UNSUPPORTED_VERSION);
        coordinator(
                ApiKeys.HEARTBEAT,
                INVALID_GROUP_ID,
                UNKNOWN_MEMBER_ID,
                ILLEGAL_GENERATION,
                REBALANCE_IN_PROGRESS,
                FENCED_INSTANCE_ID,
                UNSUPPORTED_VERSION);
        coordinator(ApiKeys.LEAVE_GROUP, INVALID_GROUP_ID, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID);
        coordinator(
                ApiKeys.CONSUMER_GROUP_HEARTBEAT,
                GROUP_ID_NOT_FOUND,
                UNKNOWN_MEMBER_ID,
                FENCED_MEMBER_EPOCH,
                UNRELEASED_INSTANCE_ID,
                FENCED_INSTANCE_ID,
                UNSUPPORTED_ASSIGNOR,
                GROUP_MAX_SIZE_REACHED,
                INVALID_REQUEST,
                UNSUPPORTED_VERSION,
                TOPIC_AUTHORIZATION_FAILED);
        putInvalidRegularExpression(ApiKeys.CONSUMER_GROUP_HEARTBEAT);
        coordinator(ApiKeys.CONSUMER_GROUP_DESCRIBE, INVALID_GROUP_ID, GROUP_ID_NOT_FOUND, UNSUPPORTED_VERSION);
        coordinator(ApiKeys.DESCRIBE_GROUPS, INVALID_GROUP_ID, GROUP_ID_NOT_FOUND);
        coordinator(ApiKeys.DELETE_GROUPS, INVALID_GROUP_ID, GROUP_ID_NOT_FOUND, NON_EMPTY_GROUP);
        put(ApiKeys.LIST_GROUPS, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE);
        put(
                ApiKeys.FIND_COORDINATOR,
                COORDINATOR_NOT_AVAILABLE,
                GROUP_AUTHORIZATION_FAILED,
                TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                INVALID_REQUEST);
    }

    private static void offsets() {
        coordinator(
                ApiKeys.OFFSET_COMMIT,
                INVALID_GROUP_ID,
                GROUP_ID_NOT_FOUND,
                UNKNOWN_MEMBER_ID,
                ILLEGAL_GENERATION,
                STALE_MEMBER_EPOCH,
                REBALANCE_IN_PROGRESS,
                FENCED_INSTANCE_ID,
                OFFSET_METADATA_TOO_LARGE,
                INVALID_COMMIT_OFFSET_SIZE,
                UNKNOWN_TOPIC_OR_PARTITION,
                UNKNOWN_TOPIC_ID,
                TOPIC_AUTHORIZATION_FAILED,
                REQUEST_TIMED_OUT);
        coordinator(
                ApiKeys.OFFSET_FETCH,
                INVALID_GROUP_ID,
                GROUP_ID_NOT_FOUND,
                UNKNOWN_MEMBER_ID,
                ILLEGAL_GENERATION,
                STALE_MEMBER_EPOCH,
                UNSTABLE_OFFSET_COMMIT,
                UNKNOWN_TOPIC_OR_PARTITION,
                UNKNOWN_TOPIC_ID,
                TOPIC_AUTHORIZATION_FAILED);
        coordinator(
                ApiKeys.OFFSET_DELETE,
                INVALID_GROUP_ID,
                GROUP_ID_NOT_FOUND,
                NON_EMPTY_GROUP,
                GROUP_SUBSCRIBED_TO_TOPIC,
                UNKNOWN_TOPIC_OR_PARTITION,
                TOPIC_AUTHORIZATION_FAILED);
    }

    private static void producers() {
        put(
                ApiKeys.PRODUCE,
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
                INVALID_RECORD);
        put(
                ApiKeys.INIT_PRODUCER_ID,
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
                INVALID_REQUEST);
    }

    private static void transactions() {
        transactional(
                ApiKeys.ADD_PARTITIONS_TO_TXN,
                UNKNOWN_TOPIC_OR_PARTITION,
                OPERATION_NOT_ATTEMPTED,
                TOPIC_AUTHORIZATION_FAILED,
                TRANSACTION_ABORTABLE);
        transactional(ApiKeys.ADD_OFFSETS_TO_TXN, GROUP_AUTHORIZATION_FAILED, TRANSACTION_ABORTABLE);
        transactional(ApiKeys.END_TXN, TRANSACTION_ABORTABLE);
        transactional(
                ApiKeys.TXN_OFFSET_COMMIT,
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
                TRANSACTION_ABORTABLE);
        put(
                ApiKeys.WRITE_TXN_MARKERS,
                UNKNOWN_TOPIC_OR_PARTITION,
                NOT_LEADER_OR_FOLLOWER,
                NOT_ENOUGH_REPLICAS,
                NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                REQUEST_TIMED_OUT,
                INVALID_PRODUCER_EPOCH,
                TRANSACTION_COORDINATOR_FENCED,
                CLUSTER_AUTHORIZATION_FAILED);
        put(
                ApiKeys.DESCRIBE_TRANSACTIONS,
                COORDINATOR_LOAD_IN_PROGRESS,
                COORDINATOR_NOT_AVAILABLE,
                NOT_COORDINATOR,
                TRANSACTIONAL_ID_NOT_FOUND,
                TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                INVALID_REQUEST);
        put(ApiKeys.LIST_TRANSACTIONS, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE);
        putInvalidRegularExpression(ApiKeys.LIST_TRANSACTIONS);
        put(
                ApiKeys.DESCRIBE_PRODUCERS,
                UNKNOWN_TOPIC_OR_PARTITION,
                NOT_LEADER_OR_FOLLOWER,
                INVALID_TOPIC_EXCEPTION,
                TOPIC_AUTHORIZATION_FAILED);
    }

    /** Every API by which a producer speaks of its transaction. */
    private static void transactional(ApiKeys api, Errors... more) {
        put(
                api,
                COORDINATOR_LOAD_IN_PROGRESS,
                COORDINATOR_NOT_AVAILABLE,
                NOT_COORDINATOR,
                TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                INVALID_PRODUCER_ID_MAPPING,
                INVALID_PRODUCER_EPOCH,
                PRODUCER_FENCED,
                INVALID_TXN_STATE,
                CONCURRENT_TRANSACTIONS,
                INVALID_REQUEST);
        Collections.addAll(legal(api), more);
    }

    private static void logs() {
        partitions(
                ApiKeys.FETCH,
                OFFSET_OUT_OF_RANGE,
                CORRUPT_MESSAGE,
                UNSUPPORTED_COMPRESSION_TYPE,
                UNKNOWN_TOPIC_ID,
                INCONSISTENT_TOPIC_ID,
                FETCH_SESSION_ID_NOT_FOUND,
                INVALID_FETCH_SESSION_EPOCH,
                FETCH_SESSION_TOPIC_ID_ERROR);
        partitions(
                ApiKeys.LIST_OFFSETS,
                UNSUPPORTED_FOR_MESSAGE_FORMAT,
                LEADER_NOT_AVAILABLE,
                OFFSET_NOT_AVAILABLE,
                UNSUPPORTED_VERSION,
                INVALID_REQUEST);
        partitions(ApiKeys.OFFSET_FOR_LEADER_EPOCH);
        partitions(ApiKeys.DELETE_RECORDS, OFFSET_OUT_OF_RANGE, INVALID_TOPIC_EXCEPTION, POLICY_VIOLATION);
    }

    private static void cluster() {
        put(ApiKeys.API_VERSIONS, UNSUPPORTED_VERSION, INVALID_REQUEST);
        put(
                ApiKeys.METADATA,
                UNKNOWN_TOPIC_OR_PARTITION,
                UNKNOWN_TOPIC_ID,
                LEADER_NOT_AVAILABLE,
                INVALID_TOPIC_EXCEPTION,
                INVALID_REPLICATION_FACTOR,
                TOPIC_AUTHORIZATION_FAILED);
        put(ApiKeys.DESCRIBE_CLUSTER, CLUSTER_AUTHORIZATION_FAILED, MISMATCHED_ENDPOINT_TYPE, INVALID_REQUEST);
        put(
                ApiKeys.DESCRIBE_CONFIGS,
                UNKNOWN_TOPIC_OR_PARTITION,
                INVALID_TOPIC_EXCEPTION,
                TOPIC_AUTHORIZATION_FAILED,
                CLUSTER_AUTHORIZATION_FAILED,
                GROUP_AUTHORIZATION_FAILED,
                INVALID_REQUEST);
        configChanges(ApiKeys.ALTER_CONFIGS);
        configChanges(ApiKeys.INCREMENTAL_ALTER_CONFIGS);
        put(
                ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
                UNKNOWN_TOPIC_OR_PARTITION,
                INVALID_TOPIC_EXCEPTION,
                TOPIC_AUTHORIZATION_FAILED,
                INVALID_REQUEST);
        controller(
                ApiKeys.CREATE_TOPICS,
                TOPIC_ALREADY_EXISTS,
                INVALID_PARTITIONS,
                INVALID_REPLICATION_FACTOR,
                INVALID_REPLICA_ASSIGNMENT,
                INVALID_CONFIG,
                POLICY_VIOLATION,
                CLUSTER_AUTHORIZATION_FAILED);
        controller(
                ApiKeys.CREATE_PARTITIONS,
                UNKNOWN_TOPIC_OR_PARTITION,
                INVALID_PARTITIONS,
                INVALID_REPLICA_ASSIGNMENT,
                REASSIGNMENT_IN_PROGRESS,
                POLICY_VIOLATION);
        controller(ApiKeys.DELETE_TOPICS, UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, TOPIC_DELETION_DISABLED);
    }

    /** Every API that a group coordinator answers can find it moving. */
    private static void coordinator(ApiKeys api, Errors... more) {
        put(api, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, GROUP_AUTHORIZATION_FAILED);
        Collections.addAll(legal(api), more);
    }

    /** Every API that a partition's leader answers can find it moving. */
    private static void partitions(ApiKeys api, Errors... more) {
        put(
                api,
                UNKNOWN_TOPIC_OR_PARTITION,
                NOT_LEADER_OR_FOLLOWER,
                REPLICA_NOT_AVAILABLE,
                FENCED_LEADER_EPOCH,
                UNKNOWN_LEADER_EPOCH,
                TOPIC_AUTHORIZATION_FAILED,
                KAFKA_STORAGE_ERROR);
        Collections.addAll(legal(api), more);
    }

    private static void configChanges(ApiKeys api) {
        controller(
                api,
                UNKNOWN_TOPIC_OR_PARTITION,
                INVALID_CONFIG,
                POLICY_VIOLATION,
                CLUSTER_AUTHORIZATION_FAILED,
                GROUP_AUTHORIZATION_FAILED);
    }

    /** Every API that the controller answers can find it moving or slow. */
    private static void controller(ApiKeys api, Errors... more) {
        put(
                api,
                NOT_CONTROLLER,
                REQUEST_TIMED_OUT,
                INVALID_TOPIC_EXCEPTION,
                TOPIC_AUTHORIZATION_FAILED,
                THROTTLING_QUOTA_EXCEEDED,
                INVALID_REQUEST);
        Collections.addAll(legal(api), more);
    }

    private static void put(ApiKeys api, Errors... errors) {
        legal(api).addAll(Arrays.asList(errors));
    }

    /** An error that clients before 4.0 do not know. */
    private static void putInvalidRegularExpression(ApiKeys api) {
        Arrays.stream(Errors.values())
                .filter(error -> error.name().equals("INVALID_REGULAR_EXPRESSION"))
                .forEach(error -> put(api, error));
    }

    private static Set<Errors> legal(ApiKeys api) {
        // Whatever fails unexpectedly in a broker is answered so.
        return BY_API.computeIfAbsent(api, key -> EnumSet.of(UNKNOWN_SERVER_ERROR));
    }

    /** Returns the APIs that have a row. */
    static Collection<ApiKeys> apis() {
        return Collections.unmodifiableSet(BY_API.keySet());
    }

    /** Returns the errors of an API in the order of their codes. */
    static Collection<Errors> of(ApiKeys api) {
        return Collections.unmodifiableSet(BY_API.getOrDefault(api, Collections.emptySet()));
    }

    static void requireServed(ApiKeys api) {
        if (!BY_API.containsKey(api)) {
            throw new IllegalArgumentException(
                    "The in-memory cluster does not serve " + api + ", so that no fault could ever fire on it");
        }
    }

    static void requireGroups(ApiKeys api, String filter) {
        if (!NAMES_GROUPS.contains(api)) {
            throw new IllegalArgumentException(
                    filter + " would never match: a request of " + api + " names no group. Use from(client) instead");
        }
    }

    static void require(ApiKeys api, Errors error, boolean unsafe) {
        if (error == NONE) {
            throw new IllegalArgumentException("NONE is no error; leave the fault away");
        }
        if (!unsafe && !of(api).contains(error)) {
            throw new IllegalArgumentException("Kafka never answers " + api + " with " + error + ", but with "
                    + of(api).stream().map(Errors::name).collect(Collectors.joining(", "))
                    + ". Say unsafe() before respond(..) to try it all the same.");
        }
    }
}
