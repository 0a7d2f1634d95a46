package io.github.groupcoordinator.internal.broker;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestPartition;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData.AlterShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData.DeleteShareGroupOffsetsRequestTopic;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData;
import org.apache.kafka.common.message.DeleteShareGroupStateRequestData.DeleteStateData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DescribeShareGroupOffsetsRequestData.DescribeShareGroupOffsetsRequestGroup;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData;
import org.apache.kafka.common.message.InitializeShareGroupStateRequestData.InitializeStateData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateRequestData.ReadStateData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData;
import org.apache.kafka.common.message.ReadShareGroupStateSummaryRequestData.ReadStateSummaryData;
import org.apache.kafka.common.message.ShareAcknowledgeRequestData;
import org.apache.kafka.common.message.ShareFetchRequestData;
import org.apache.kafka.common.message.ShareGroupDescribeRequestData;
import org.apache.kafka.common.message.ShareGroupHeartbeatRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData;
import org.apache.kafka.common.message.WriteShareGroupStateRequestData.WriteStateData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** Requests about share groups, from their clients and between brokers. */
final class ShareSamples {
    static final String GROUP = "s";

    private ShareSamples() {}

    static boolean has(ApiKeys api) {
        return switch (api) {
            case SHARE_GROUP_HEARTBEAT,
                    SHARE_GROUP_DESCRIBE,
                    DESCRIBE_SHARE_GROUP_OFFSETS,
                    ALTER_SHARE_GROUP_OFFSETS,
                    DELETE_SHARE_GROUP_OFFSETS,
                    SHARE_FETCH,
                    SHARE_ACKNOWLEDGE,
                    INITIALIZE_SHARE_GROUP_STATE,
                    READ_SHARE_GROUP_STATE,
                    WRITE_SHARE_GROUP_STATE,
                    DELETE_SHARE_GROUP_STATE,
                    READ_SHARE_GROUP_STATE_SUMMARY -> true;
            default -> false;
        };
    }

    static ApiMessage of(ApiKeys api, Uuid topicId) {
        return switch (api) {
            case SHARE_GROUP_HEARTBEAT -> heartbeat("m", 0);
            case SHARE_GROUP_DESCRIBE ->
                new ShareGroupDescribeRequestData().setGroupIds(List.of(GROUP)).setIncludeAuthorizedOperations(true);
            case DESCRIBE_SHARE_GROUP_OFFSETS ->
                new DescribeShareGroupOffsetsRequestData()
                        .setGroups(List.of(new DescribeShareGroupOffsetsRequestGroup()
                                .setGroupId(GROUP)
                                .setTopics(null)));
            case SHARE_FETCH ->
                new ShareFetchRequestData()
                        .setGroupId(GROUP)
                        .setMemberId("m")
                        .setShareSessionEpoch(0)
                        .setMaxWaitMs(0)
                        .setMaxBytes(1_000)
                        .setMaxRecords(10);
            case SHARE_ACKNOWLEDGE ->
                new ShareAcknowledgeRequestData()
                        .setGroupId(GROUP)
                        .setMemberId("m")
                        .setShareSessionEpoch(1);
            case ALTER_SHARE_GROUP_OFFSETS -> alter("missing", 0, 5);
            case DELETE_SHARE_GROUP_OFFSETS ->
                new DeleteShareGroupOffsetsRequestData()
                        .setGroupId(GROUP)
                        .setTopics(List.of(new DeleteShareGroupOffsetsRequestTopic().setTopicName("orders")));
            default -> ofState(api, topicId);
        };
    }

    private static ApiMessage ofState(ApiKeys api, Uuid topicId) {
        return switch (api) {
            case INITIALIZE_SHARE_GROUP_STATE -> initialize(topicId, 0, 1, 0);
            case READ_SHARE_GROUP_STATE ->
                new ReadShareGroupStateRequestData()
                        .setGroupId(GROUP)
                        .setTopics(List.of(new ReadStateData()
                                .setTopicId(topicId)
                                .setPartitions(List.of(new ReadShareGroupStateRequestData.PartitionData()))));
            case WRITE_SHARE_GROUP_STATE -> write(topicId, 0, 5);
            case DELETE_SHARE_GROUP_STATE ->
                new DeleteShareGroupStateRequestData()
                        .setGroupId(GROUP)
                        .setTopics(List.of(new DeleteStateData()
                                .setTopicId(topicId)
                                .setPartitions(List.of(new DeleteShareGroupStateRequestData.PartitionData()))));
            case READ_SHARE_GROUP_STATE_SUMMARY -> summary(topicId, 0);
            default -> throw new IllegalArgumentException("no sample of " + api);
        };
    }

    static ShareGroupHeartbeatRequestData heartbeat(String memberId, int epoch) {
        return new ShareGroupHeartbeatRequestData()
                .setGroupId(GROUP)
                .setMemberId(memberId)
                .setMemberEpoch(epoch)
                .setSubscribedTopicNames(epoch == 0 ? List.of("orders") : null);
    }

    static AlterShareGroupOffsetsRequestData alter(String topic, int partition, long startOffset) {
        AlterShareGroupOffsetsRequestData request = new AlterShareGroupOffsetsRequestData().setGroupId(GROUP);
        request.topics()
                .add(new AlterShareGroupOffsetsRequestTopic()
                        .setTopicName(topic)
                        .setPartitions(List.of(new AlterShareGroupOffsetsRequestPartition()
                                .setPartitionIndex(partition)
                                .setStartOffset(startOffset))));
        return request;
    }

    static InitializeShareGroupStateRequestData initialize(
            Uuid topicId, int partition, int stateEpoch, long startOffset) {
        return new InitializeShareGroupStateRequestData()
                .setGroupId(GROUP)
                .setTopics(List.of(new InitializeStateData()
                        .setTopicId(topicId)
                        .setPartitions(List.of(new InitializeShareGroupStateRequestData.PartitionData()
                                .setPartition(partition)
                                .setStateEpoch(stateEpoch)
                                .setStartOffset(startOffset)))));
    }

    static WriteShareGroupStateRequestData write(Uuid topicId, int partition, long startOffset) {
        return new WriteShareGroupStateRequestData()
                .setGroupId(GROUP)
                .setTopics(List.of(new WriteStateData()
                        .setTopicId(topicId)
                        .setPartitions(List.of(new WriteShareGroupStateRequestData.PartitionData()
                                .setPartition(partition)
                                .setStateEpoch(1)
                                .setStartOffset(startOffset)))));
    }

    static ReadShareGroupStateSummaryRequestData summary(Uuid topicId, int partition) {
        return new ReadShareGroupStateSummaryRequestData()
                .setGroupId(GROUP)
                .setTopics(List.of(new ReadStateSummaryData()
                        .setTopicId(topicId)
                        .setPartitions(List.of(
                                new ReadShareGroupStateSummaryRequestData.PartitionData().setPartition(partition)))));
    }
}
