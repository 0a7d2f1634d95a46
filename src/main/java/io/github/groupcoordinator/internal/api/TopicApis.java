package io.github.groupcoordinator.internal.api;

import static org.apache.kafka.common.protocol.Errors.*;

import java.util.List;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The APIs about the cluster itself: topics, configurations, brokers, versions. */
public final class TopicApis {
    public static final Api<MetadataRequestData> METADATA = new Api<>(
            ApiKeys.METADATA,
            MetadataRequestData.class,
            Role.ANY_BROKER,
            Versions.of(
                    0,
                    13,
                    "topics by name and by id; automatic creation as with KRaft: unknown at first, there when"
                            + " asked again"),
            Names.none(),
            ApiErrors.of(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    UNKNOWN_TOPIC_ID,
                    LEADER_NOT_AVAILABLE,
                    INVALID_TOPIC_EXCEPTION,
                    INVALID_REPLICATION_FACTOR,
                    TOPIC_AUTHORIZATION_FAILED));

    public static final Api<ApiVersionsRequestData> API_VERSIONS = new Api<>(
            ApiKeys.API_VERSIONS,
            ApiVersionsRequestData.class,
            Role.ANY_BROKER,
            Versions.of(
                    0,
                    4,
                    "an unknown version is answered in version 0 with UNSUPPORTED_VERSION (KIP-511); the "
                            + "features advertised are metadata.version, transaction.version, group.version, "
                            + "share.version and streams.version"),
            Names.none(),
            ApiErrors.of(UNSUPPORTED_VERSION, INVALID_REQUEST));

    public static final Api<CreateTopicsRequestData> CREATE_TOPICS = new Api<>(
            ApiKeys.CREATE_TOPICS,
            CreateTopicsRequestData.class,
            Role.CONTROLLER,
            Versions.of(2, 7, "validateOnly, assignments, configurations; v7 topic ids"),
            Names.none(),
            ApiErrors.ofController(
                    TOPIC_ALREADY_EXISTS,
                    INVALID_PARTITIONS,
                    INVALID_REPLICATION_FACTOR,
                    INVALID_REPLICA_ASSIGNMENT,
                    INVALID_CONFIG,
                    POLICY_VIOLATION,
                    CLUSTER_AUTHORIZATION_FAILED));

    public static final Api<DeleteTopicsRequestData> DELETE_TOPICS = new Api<>(
            ApiKeys.DELETE_TOPICS,
            DeleteTopicsRequestData.class,
            Role.CONTROLLER,
            Versions.of(1, 6, "by name, v6 by id"),
            Names.none(),
            ApiErrors.ofController(UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID, TOPIC_DELETION_DISABLED));

    public static final Api<DescribeConfigsRequestData> DESCRIBE_CONFIGS = new Api<>(
            ApiKeys.DESCRIBE_CONFIGS,
            DescribeConfigsRequestData.class,
            Role.ANY_BROKER,
            Versions.of(
                    1,
                    4,
                    "topics, brokers and groups, with dynamic values and all synonyms; client metrics have Kafka's "
                            + "defaults, since nothing can be subscribed; the loggers of a broker are refused by name"),
            Names.none(),
            ApiErrors.of(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    INVALID_TOPIC_EXCEPTION,
                    TOPIC_AUTHORIZATION_FAILED,
                    CLUSTER_AUTHORIZATION_FAILED,
                    GROUP_AUTHORIZATION_FAILED,
                    INVALID_REQUEST));

    public static final Api<AlterConfigsRequestData> ALTER_CONFIGS = new Api<>(
            ApiKeys.ALTER_CONFIGS,
            AlterConfigsRequestData.class,
            Role.CONTROLLER,
            Versions.of(0, 2, "as IncrementalAlterConfigs, but replaces all"),
            Names.none(),
            ApiErrors.ofController(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    INVALID_CONFIG,
                    POLICY_VIOLATION,
                    CLUSTER_AUTHORIZATION_FAILED,
                    GROUP_AUTHORIZATION_FAILED));

    public static final Api<CreatePartitionsRequestData> CREATE_PARTITIONS = new Api<>(
            ApiKeys.CREATE_PARTITIONS,
            CreatePartitionsRequestData.class,
            Role.CONTROLLER,
            Versions.of(0, 3, "validateOnly, assignments"),
            Names.none(),
            ApiErrors.ofController(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    INVALID_PARTITIONS,
                    INVALID_REPLICA_ASSIGNMENT,
                    REASSIGNMENT_IN_PROGRESS,
                    POLICY_VIOLATION));

    public static final Api<ElectLeadersRequestData> ELECT_LEADERS = new Api<>(
            ApiKeys.ELECT_LEADERS,
            ElectLeadersRequestData.class,
            Role.CONTROLLER,
            Versions.of(
                    0,
                    2,
                    "preferred and unclean elections (KIP-460), made at once; `null` asks about all partitions and "
                            + "is told only of those that needed one"),
            Names.none(),
            ApiErrors.of(
                    NOT_CONTROLLER,
                    REQUEST_TIMED_OUT,
                    CLUSTER_AUTHORIZATION_FAILED,
                    INVALID_REQUEST,
                    UNKNOWN_TOPIC_OR_PARTITION,
                    ELECTION_NOT_NEEDED,
                    PREFERRED_LEADER_NOT_AVAILABLE,
                    ELIGIBLE_LEADERS_NOT_AVAILABLE));

    public static final Api<IncrementalAlterConfigsRequestData> INCREMENTAL_ALTER_CONFIGS = new Api<>(
            ApiKeys.INCREMENTAL_ALTER_CONFIGS,
            IncrementalAlterConfigsRequestData.class,
            Role.CONTROLLER,
            Versions.of(
                    0,
                    1,
                    "topics; `consumer.*`, `share.*` and `streams.*` of groups; of brokers what Kafka calls dynamic "
                            + "and is read here, of all brokers or of the only one; quotas of replication can only be "
                            + "taken away; loggers and client metrics are refused by name"),
            Names.none(),
            ApiErrors.ofController(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    INVALID_CONFIG,
                    POLICY_VIOLATION,
                    CLUSTER_AUTHORIZATION_FAILED,
                    GROUP_AUTHORIZATION_FAILED));

    public static final Api<DescribeClusterRequestData> DESCRIBE_CLUSTER = new Api<>(
            ApiKeys.DESCRIBE_CLUSTER,
            DescribeClusterRequestData.class,
            Role.ANY_BROKER,
            Versions.of(0, 2, "brokers, in v2 fenced ones too; a question for controllers is MISMATCHED_ENDPOINT_TYPE"),
            Names.none(),
            ApiErrors.of(CLUSTER_AUTHORIZATION_FAILED, MISMATCHED_ENDPOINT_TYPE, INVALID_REQUEST));

    public static final Api<DescribeTopicPartitionsRequestData> DESCRIBE_TOPIC_PARTITIONS = new Api<>(
            ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
            DescribeTopicPartitionsRequestData.class,
            Role.ANY_BROKER,
            Versions.of(0, 0, "in pages, as `Admin.describeTopics` asks"),
            Names.none(),
            ApiErrors.of(
                    UNKNOWN_TOPIC_OR_PARTITION, INVALID_TOPIC_EXCEPTION, TOPIC_AUTHORIZATION_FAILED, INVALID_REQUEST));

    private TopicApis() {}

    static List<Api<?>> all() {
        return List.of(
                METADATA,
                API_VERSIONS,
                CREATE_TOPICS,
                DELETE_TOPICS,
                DESCRIBE_CONFIGS,
                ALTER_CONFIGS,
                CREATE_PARTITIONS,
                ELECT_LEADERS,
                INCREMENTAL_ALTER_CONFIGS,
                DESCRIBE_CLUSTER,
                DESCRIBE_TOPIC_PARTITIONS);
    }
}
