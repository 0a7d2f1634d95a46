package io.github.groupcoordinator.internal.api;

import static org.apache.kafka.common.protocol.Errors.*;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The APIs about a cluster's own affairs: where replicas are, how much they hold, its controller, its features. */
public final class ClusterApis {
    public static final Api<DescribeLogDirsRequestData> DESCRIBE_LOG_DIRS = new Api<>(
            ApiKeys.DESCRIBE_LOG_DIRS,
            DescribeLogDirsRequestData.class,
            Role.ANY_BROKER,
            Versions.of(
                    1,
                    5,
                    "each broker has one directory, which is only a name; sizes are those of the batches, and volumes "
                            + "have none"),
            Names.none(),
            ApiErrors.of(CLUSTER_AUTHORIZATION_FAILED, KAFKA_STORAGE_ERROR));

    public static final Api<AlterPartitionReassignmentsRequestData> ALTER_PARTITION_REASSIGNMENTS = new Api<>(
            ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
            AlterPartitionReassignmentsRequestData.class,
            Role.CONTROLLER,
            Versions.of(
                    0,
                    1,
                    "done at once, unless a new replica is on a broker that is not alive; v1 forbids another number of "
                            + "replicas"),
            Names.none(),
            ApiErrors.ofController(
                    UNKNOWN_TOPIC_OR_PARTITION,
                    NO_REASSIGNMENT_IN_PROGRESS,
                    INVALID_REPLICA_ASSIGNMENT,
                    INVALID_REPLICATION_FACTOR,
                    CLUSTER_AUTHORIZATION_FAILED));

    public static final Api<ListPartitionReassignmentsRequestData> LIST_PARTITION_REASSIGNMENTS = new Api<>(
            ApiKeys.LIST_PARTITION_REASSIGNMENTS,
            ListPartitionReassignmentsRequestData.class,
            Role.CONTROLLER,
            Versions.of(0, 0, "those that wait for a broker that is not alive"),
            Names.none(),
            ApiErrors.of(CLUSTER_AUTHORIZATION_FAILED, NOT_CONTROLLER, REQUEST_TIMED_OUT));

    public static final Api<DescribeQuorumRequestData> DESCRIBE_QUORUM = new Api<>(
            ApiKeys.DESCRIBE_QUORUM,
            DescribeQuorumRequestData.class,
            Role.CONTROLLER,
            Versions.of(
                    0,
                    2,
                    "one controller, of id 3000, which nothing can happen to; its log grows by the record that an idle "
                            + "one writes every 500 ms; the brokers that are alive observe it"),
            Names.none(),
            ApiErrors.of(
                    CLUSTER_AUTHORIZATION_FAILED, UNKNOWN_TOPIC_OR_PARTITION, NOT_LEADER_OR_FOLLOWER, INVALID_REQUEST));

    public static final Api<UpdateFeaturesRequestData> UPDATE_FEATURES = new Api<>(
            ApiKeys.UPDATE_FEATURES,
            UpdateFeaturesRequestData.class,
            Role.CONTROLLER,
            Versions.of(
                    0,
                    2,
                    "checked as by Kafka; a level that would change is refused by name, unless only to be validated"),
            Names.none(),
            ApiErrors.ofController(INVALID_UPDATE_VERSION, FEATURE_UPDATE_FAILED, CLUSTER_AUTHORIZATION_FAILED));

    private ClusterApis() {}

    static List<Api<?>> all() {
        List<Api<?>> all = new ArrayList<>(List.of(
                DESCRIBE_LOG_DIRS,
                ALTER_PARTITION_REASSIGNMENTS,
                LIST_PARTITION_REASSIGNMENTS,
                DESCRIBE_QUORUM,
                UPDATE_FEATURES));
        if (areConfigResourcesKnown()) {
            all.add(ConfigResources.LIST);
        }
        return all;
    }

    /** Returns whether the kafka-clients present know ListConfigResources, as those from 4.1 on do. */
    public static boolean areConfigResourcesKnown() {
        return ApiKeys.hasId(ConfigResources.KEY)
                && ApiKeys.forId(ConfigResources.KEY).name.equals("ListConfigResources");
    }

    /** The one API whose messages older kafka-clients lack; linked only if they are known. */
    public static final class ConfigResources {
        private static final short KEY = 74;

        public static final Api<ListConfigResourcesRequestData> LIST = new Api<>(
                ApiKeys.forId(KEY),
                ListConfigResourcesRequestData.class,
                Role.ANY_BROKER,
                Versions.of(
                        0,
                        1,
                        "with kafka-clients from 4.1 on; client metrics, of which there are none; v1 topics, brokers "
                                + "and their loggers, groups that have configurations (KIP-1142)"),
                Names.none(),
                ApiErrors.of(CLUSTER_AUTHORIZATION_FAILED, UNSUPPORTED_VERSION));

        private ConfigResources() {}
    }
}
