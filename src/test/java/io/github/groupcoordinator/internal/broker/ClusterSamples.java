package io.github.groupcoordinator.internal.broker;

import java.util.List;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignableTopic;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/** One sensible request for each API about a cluster's own affairs. */
final class ClusterSamples {
    static final List<ApiKeys> APIS = List.of(
            ApiKeys.DESCRIBE_LOG_DIRS,
            ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
            ApiKeys.LIST_PARTITION_REASSIGNMENTS,
            ApiKeys.DESCRIBE_QUORUM,
            ApiKeys.UPDATE_FEATURES,
            ApiKeys.LIST_CONFIG_RESOURCES);

    private static final byte UPGRADE = 1;

    private ClusterSamples() {}

    static ApiMessage of(ApiKeys api, int version) {
        return switch (api) {
            case DESCRIBE_LOG_DIRS -> new DescribeLogDirsRequestData().setTopics(null);
            case ALTER_PARTITION_REASSIGNMENTS -> reassign("orders", 0, List.of(0));
            case LIST_PARTITION_REASSIGNMENTS ->
                new ListPartitionReassignmentsRequestData().setTimeoutMs(0).setTopics(null);
            case DESCRIBE_QUORUM -> quorum("__cluster_metadata", 0);
            case UPDATE_FEATURES -> update("group.version", 1, UPGRADE);
            case LIST_CONFIG_RESOURCES ->
                new ListConfigResourcesRequestData().setResourceTypes(version == 0 ? List.of() : List.of((byte) 2));
            default -> throw new IllegalArgumentException("No sample of " + api);
        };
    }

    /** Moves a partition to other replicas, or gives its move up if there are none. */
    static AlterPartitionReassignmentsRequestData reassign(
            String topic, int partition, @Nullable List<Integer> replicas) {
        return new AlterPartitionReassignmentsRequestData()
                .setTopics(List.of(new ReassignableTopic()
                        .setName(topic)
                        .setPartitions(List.of(new ReassignablePartition()
                                .setPartitionIndex(partition)
                                .setReplicas(replicas)))));
    }

    static DescribeQuorumRequestData quorum(String topic, int partition) {
        return new DescribeQuorumRequestData()
                .setTopics(List.of(new DescribeQuorumRequestData.TopicData()
                        .setTopicName(topic)
                        .setPartitions(
                                List.of(new DescribeQuorumRequestData.PartitionData().setPartitionIndex(partition)))));
    }

    static UpdateFeaturesRequestData update(String feature, int level, byte kind) {
        UpdateFeaturesRequestData request = new UpdateFeaturesRequestData();
        request.featureUpdates()
                .add(new FeatureUpdateKey()
                        .setFeature(feature)
                        .setMaxVersionLevel((short) level)
                        .setUpgradeType(kind));
        return request;
    }
}
