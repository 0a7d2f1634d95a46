package io.github.groupcoordinator.internal.broker;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** One sensible request for each API and version, against a cluster with the topic {@code orders}. */
final class SampleRequests {
    private final Uuid topicId;

    SampleRequests(Uuid topicId) {
        this.topicId = topicId;
    }

    ApiMessage of(ApiKeys api, int version) {
        return switch (api) {
            case PRODUCE -> produce(version);
            case FETCH -> fetch(version);
            case LIST_OFFSETS -> listOffsets();
            case METADATA ->
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("orders")))
                        .setAllowAutoTopicCreation(true);
            case API_VERSIONS ->
                new ApiVersionsRequestData().setClientSoftwareName("test").setClientSoftwareVersion("1");
            case CREATE_TOPICS -> createTopics();
            case DELETE_TOPICS ->
                version < 6
                        ? new DeleteTopicsRequestData().setTopicNames(List.of("orders"))
                        : new DeleteTopicsRequestData()
                                .setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState()
                                        .setName(null)
                                        .setTopicId(topicId)));
            case INIT_PRODUCER_ID ->
                new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(1);
            case OFFSET_FOR_LEADER_EPOCH -> offsetForLeaderEpoch(version);
            case DESCRIBE_CONFIGS ->
                new DescribeConfigsRequestData()
                        .setIncludeSynonyms(true)
                        .setIncludeDocumentation(version >= 3)
                        .setResources(List.of(
                                new DescribeConfigsRequestData.DescribeConfigsResource()
                                        .setResourceType((byte) 2)
                                        .setResourceName("orders")
                                        .setConfigurationKeys(null),
                                new DescribeConfigsRequestData.DescribeConfigsResource()
                                        .setResourceType((byte) 4)
                                        .setResourceName("0")
                                        .setConfigurationKeys(null)));
            case DELETE_RECORDS ->
                new DeleteRecordsRequestData()
                        .setTimeoutMs(1_000)
                        .setTopics(List.of(new DeleteRecordsRequestData.DeleteRecordsTopic()
                                .setName("orders")
                                .setPartitions(List.of(new DeleteRecordsRequestData.DeleteRecordsPartition()
                                        .setPartitionIndex(0)
                                        .setOffset(0L)))));
            case ALTER_CONFIGS, INCREMENTAL_ALTER_CONFIGS -> ConfigSamples.of(api);
            case ELECT_LEADERS -> electLeaders();
            case CREATE_PARTITIONS -> createPartitions();
            case DESCRIBE_CLUSTER -> new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true);
            case DESCRIBE_TOPIC_PARTITIONS ->
                new DescribeTopicPartitionsRequestData()
                        .setTopics(List.of(new DescribeTopicPartitionsRequestData.TopicRequest().setName("orders")));
            case DESCRIBE_ACLS,
                    CREATE_ACLS,
                    DELETE_ACLS,
                    DESCRIBE_DELEGATION_TOKEN,
                    DESCRIBE_CLIENT_QUOTAS,
                    DESCRIBE_USER_SCRAM_CREDENTIALS -> AdminSamples.of(api);
            default -> ofOthers(api, version);
        };
    }

    private ApiMessage ofOthers(ApiKeys api, int version) {
        if (ClusterSamples.APIS.contains(api)) {
            return ClusterSamples.of(api, version);
        }
        if (ShareSamples.has(api)) {
            return ShareSamples.of(api, topicId);
        }
        if (StreamsSamples.has(api)) {
            return StreamsSamples.of(api);
        }
        return TransactionSamples.has(api) ? TransactionSamples.of(api, version) : ofGroups(api, version);
    }

    private static ApiMessage electLeaders() {
        ElectLeadersRequestData elect = new ElectLeadersRequestData();
        elect.topicPartitions()
                .add(new ElectLeadersRequestData.TopicPartitions()
                        .setTopic("orders")
                        .setPartitions(List.of(0)));
        return elect;
    }

    private ApiMessage ofGroups(ApiKeys api, int version) {
        return switch (api) {
            case OFFSET_COMMIT -> offsetCommit(version);
            case OFFSET_FETCH -> offsetFetch(version);
            case FIND_COORDINATOR ->
                version < 4
                        ? new FindCoordinatorRequestData().setKey("g")
                        : new FindCoordinatorRequestData().setCoordinatorKeys(List.of("g", "h"));
            case JOIN_GROUP -> joinGroup("");
            case HEARTBEAT -> new HeartbeatRequestData().setGroupId("g").setMemberId("m");
            case LEAVE_GROUP ->
                version < 3
                        ? new LeaveGroupRequestData().setGroupId("g").setMemberId("m")
                        : new LeaveGroupRequestData()
                                .setGroupId("g")
                                .setMembers(List.of(new LeaveGroupRequestData.MemberIdentity().setMemberId("m")));
            case SYNC_GROUP ->
                new SyncGroupRequestData()
                        .setGroupId("g")
                        .setMemberId("m")
                        .setProtocolType(version < 5 ? null : "consumer")
                        .setProtocolName(version < 5 ? null : "range");
            case CONSUMER_GROUP_HEARTBEAT ->
                new ConsumerGroupHeartbeatRequestData()
                        .setGroupId("c")
                        .setMemberId("m")
                        .setRebalanceTimeoutMs(10_000)
                        .setSubscribedTopicNames(List.of("orders"))
                        .setTopicPartitions(List.of());
            case CONSUMER_GROUP_DESCRIBE ->
                new ConsumerGroupDescribeRequestData().setGroupIds(List.of("c")).setIncludeAuthorizedOperations(true);
            case DESCRIBE_GROUPS ->
                new DescribeGroupsRequestData().setGroups(List.of("g")).setIncludeAuthorizedOperations(version >= 3);
            case LIST_GROUPS -> new ListGroupsRequestData();
            case DELETE_GROUPS -> new DeleteGroupsRequestData().setGroupsNames(List.of("g"));
            case OFFSET_DELETE -> offsetDelete();
            default -> throw new IllegalArgumentException("no sample of " + api);
        };
    }

    private ProduceRequestData produce(int version) {
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.NONE, new SimpleRecord(BrokerDriver.START_MS, "k".getBytes(), "v".getBytes()));
        ProduceRequestData request = FetchTest.produce(version < 13 ? "orders" : "", 0, -1, records);
        if (version >= 13) {
            request.topicData().forEach(topic -> topic.setTopicId(topicId));
        }
        return request;
    }

    private FetchRequestData fetch(int version) {
        FetchRequestData.FetchTopic topic = new FetchRequestData.FetchTopic()
                .setPartitions(List.of(new FetchRequestData.FetchPartition().setPartition(0)));
        if (version < 13) {
            topic.setTopic("orders");
        } else {
            topic.setTopicId(topicId);
        }
        return new FetchRequestData()
                .setMaxBytes(1_000)
                .setSessionEpoch(version < 7 ? -1 : 0)
                .setTopics(List.of(topic));
    }

    private static ListOffsetsRequestData listOffsets() {
        return new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                        .setName("orders")
                        .setPartitions(List.of(new ListOffsetsRequestData.ListOffsetsPartition().setTimestamp(-1)))));
    }

    private OffsetCommitRequestData offsetCommit(int version) {
        OffsetCommitRequestData.OffsetCommitRequestTopic topic = new OffsetCommitRequestData.OffsetCommitRequestTopic()
                .setPartitions(List.of(
                        new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(5)
                                .setCommittedMetadata("meta"),
                        new OffsetCommitRequestData.OffsetCommitRequestPartition().setPartitionIndex(9)));
        if (version < 10) {
            topic.setName("orders");
        } else {
            topic.setTopicId(topicId);
        }
        return new OffsetCommitRequestData().setGroupId("g").setTopics(List.of(topic));
    }

    private OffsetFetchRequestData offsetFetch(int version) {
        if (version < 8) {
            return new OffsetFetchRequestData()
                    .setGroupId("g")
                    .setTopics(List.of(new OffsetFetchRequestData.OffsetFetchRequestTopic()
                            .setName("orders")
                            .setPartitionIndexes(List.of(0, 1))));
        }
        OffsetFetchRequestData.OffsetFetchRequestTopics topic =
                new OffsetFetchRequestData.OffsetFetchRequestTopics().setPartitionIndexes(List.of(0, 1));
        if (version < 10) {
            topic.setName("orders");
        } else {
            topic.setTopicId(topicId);
        }
        return new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup()
                        .setGroupId("g")
                        .setTopics(List.of(topic))));
    }

    static JoinGroupRequestData joinGroup(String memberId) {
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId("g")
                .setMemberId(memberId)
                .setSessionTimeoutMs(10_000)
                .setRebalanceTimeoutMs(10_000)
                .setProtocolType("consumer");
        request.protocols()
                .add(new JoinGroupRequestData.JoinGroupRequestProtocol()
                        .setName("range")
                        .setMetadata(new byte[] {1}));
        return request;
    }

    private static CreateTopicsRequestData createTopics() {
        CreateTopicsRequestData request = new CreateTopicsRequestData();
        request.topics()
                .add(new CreateTopicsRequestData.CreatableTopic()
                        .setName("payments")
                        .setNumPartitions(2)
                        .setReplicationFactor((short) 1));
        return request;
    }

    private static OffsetForLeaderEpochRequestData offsetForLeaderEpoch(int version) {
        OffsetForLeaderEpochRequestData request =
                new OffsetForLeaderEpochRequestData().setReplicaId(version < 3 ? -2 : -1);
        request.topics()
                .add(new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                        .setTopic("orders")
                        .setPartitions(List.of(new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition())));
        return request;
    }

    private static CreatePartitionsRequestData createPartitions() {
        CreatePartitionsRequestData request = new CreatePartitionsRequestData();
        request.topics()
                .add(new CreatePartitionsRequestData.CreatePartitionsTopic()
                        .setName("orders")
                        .setCount(5)
                        .setAssignments(null));
        return request;
    }

    private static OffsetDeleteRequestData offsetDelete() {
        OffsetDeleteRequestData request = new OffsetDeleteRequestData().setGroupId("g");
        request.topics()
                .add(new OffsetDeleteRequestData.OffsetDeleteRequestTopic()
                        .setName("orders")
                        .setPartitions(List.of(
                                new OffsetDeleteRequestData.OffsetDeleteRequestPartition().setPartitionIndex(0))));
        return request;
    }
}
