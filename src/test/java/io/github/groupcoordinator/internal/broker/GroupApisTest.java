package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupApisTest {
    private final BrokerDriver driver = new BrokerDriver();
    private final BrokerDriver.Client client = driver.client();

    @BeforeEach
    void createTopic() {
        driver.broker.createTopic("orders", 2);
    }

    private Coordinator find(String group) {
        FindCoordinatorResponseData response = client.call(
                ApiKeys.FIND_COORDINATOR,
                6,
                new FindCoordinatorRequestData().setCoordinatorKeys(List.of(group)),
                FindCoordinatorResponseData.class);
        return BrokerDriver.only(response.coordinators());
    }

    @Test
    void theFirstQuestionForTheCoordinatorCreatesItsTopic() {
        assertThat(Errors.forCode(find("g").errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(driver.broker.partitionCount("__consumer_offsets")).isEqualTo(50);

        Coordinator found = find("g");

        assertThat(found.errorCode()).isZero();
        assertThat(found.host()).isEqualTo("127.0.0.1");
        assertThat(found.port()).isEqualTo(driver.broker.nodes().get(0).port());
    }

    @Test
    void theQuestionThatCreatesTheTopicIsAnsweredNotAvailableForEveryKey() {
        for (byte keyType = 0; keyType <= 1; keyType++) {
            FindCoordinatorResponseData response = client.call(
                    ApiKeys.FIND_COORDINATOR,
                    6,
                    new FindCoordinatorRequestData().setKeyType(keyType).setCoordinatorKeys(List.of("g", "h")),
                    FindCoordinatorResponseData.class);

            assertThat(response.coordinators())
                    .hasSize(2)
                    .allMatch(each -> each.errorCode() == Errors.COORDINATOR_NOT_AVAILABLE.code());
        }
        assertThat(driver.failures).isEmpty();
    }

    /** "g" lives in partition 3 of 50: it has no coordinator before there are four partitions. */
    @Test
    void offsetsTopicThatAnAdministratorCreatesAndEnlargesHasItsCoordinator() {
        CreateTopicsRequestData three = new CreateTopicsRequestData();
        three.topics()
                .add(new CreatableTopic()
                        .setName("__consumer_offsets")
                        .setNumPartitions(3)
                        .setReplicationFactor((short) 1));
        client.call(ApiKeys.CREATE_TOPICS, 7, three);
        assertThat(Errors.forCode(find("g").errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);

        CreatePartitionsRequestData four = new CreatePartitionsRequestData();
        four.topics()
                .add(new CreatePartitionsTopic()
                        .setName("__consumer_offsets")
                        .setCount(4)
                        .setAssignments(null));
        client.call(ApiKeys.CREATE_PARTITIONS, 3, four);
        client.call(ApiKeys.OFFSET_COMMIT, 8, commit("orders", 5));

        assertThat(Errors.forCode(find("g").errorCode())).isEqualTo(Errors.NONE);
        assertThat(driver.broker.group("g").committedOffsets()).hasSize(1);
    }

    @Test
    void olderVersionsAskForOneKey() {
        FindCoordinatorResponseData first = client.call(
                ApiKeys.FIND_COORDINATOR,
                3,
                new FindCoordinatorRequestData().setKey("g"),
                FindCoordinatorResponseData.class);
        FindCoordinatorResponseData second = client.call(
                ApiKeys.FIND_COORDINATOR,
                0,
                new FindCoordinatorRequestData().setKey("g"),
                FindCoordinatorResponseData.class);

        assertThat(Errors.forCode(first.errorCode())).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(first.nodeId()).isEqualTo(-1);
        assertThat(second.errorCode()).isZero();
        assertThat(second.nodeId()).isZero();
    }

    @Test
    void firstProducerThatLooksForItsCoordinatorCreatesTheTopicOfTransactions() {
        FindCoordinatorRequestData request =
                new FindCoordinatorRequestData().setKeyType((byte) 1).setCoordinatorKeys(List.of("tx"));

        FindCoordinatorResponseData first =
                client.call(ApiKeys.FIND_COORDINATOR, 6, request, FindCoordinatorResponseData.class);
        FindCoordinatorResponseData second =
                client.call(ApiKeys.FIND_COORDINATOR, 6, request, FindCoordinatorResponseData.class);

        assertThat(Errors.forCode(BrokerDriver.only(first.coordinators()).errorCode()))
                .isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(BrokerDriver.only(second.coordinators()).errorCode()).isZero();
        assertThat(driver.broker.partitionCount("__transaction_state")).isEqualTo(50);
    }

    private JoinGroupResponseData join(int version) {
        client.send(ApiKeys.JOIN_GROUP, version, SampleRequests.joinGroup(""));
        driver.advance(3_000);
        JoinGroupResponseData response = client.receive(JoinGroupResponseData.class);
        assertThat(response).isNotNull();
        return response == null ? new JoinGroupResponseData() : response;
    }

    @Test
    void aMemberJoinsSyncsCommitsAndLeaves() {
        driver.withCoordinator();
        JoinGroupResponseData joined = join(3);
        assertThat(joined.errorCode()).isZero();
        assertThat(joined.leader()).isEqualTo(joined.memberId());
        assertThat(joined.protocolName()).isEqualTo("range");

        SyncGroupResponseData synced = client.call(
                ApiKeys.SYNC_GROUP,
                3,
                new SyncGroupRequestData()
                        .setGroupId("g")
                        .setGenerationId(1)
                        .setMemberId(joined.memberId())
                        .setAssignments(List.of(new SyncGroupRequestAssignment()
                                .setMemberId(joined.memberId())
                                .setAssignment(new byte[] {7}))),
                SyncGroupResponseData.class);
        assertThat(synced.assignment()).containsExactly(7);
        HeartbeatResponseData beat = client.call(
                ApiKeys.HEARTBEAT,
                3,
                new HeartbeatRequestData().setGroupId("g").setGenerationId(1).setMemberId(joined.memberId()),
                HeartbeatResponseData.class);
        assertThat(beat.errorCode()).isZero();
        OffsetCommitResponseData committed = client.call(
                ApiKeys.OFFSET_COMMIT,
                8,
                commit("orders", 5).setGenerationIdOrMemberEpoch(1).setMemberId(joined.memberId()),
                OffsetCommitResponseData.class);
        assertThat(BrokerDriver.only(BrokerDriver.only(committed.topics()).partitions())
                        .errorCode())
                .isZero();
        LeaveGroupResponseData left = client.call(
                ApiKeys.LEAVE_GROUP,
                2,
                new LeaveGroupRequestData().setGroupId("g").setMemberId(joined.memberId()),
                LeaveGroupResponseData.class);
        assertThat(left.errorCode()).isZero();
        LeaveGroupResponseData again = client.call(
                ApiKeys.LEAVE_GROUP,
                2,
                new LeaveGroupRequestData().setGroupId("g").setMemberId(joined.memberId()),
                LeaveGroupResponseData.class);
        assertThat(Errors.forCode(again.errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(driver.broker.group("g").generation()).isEqualTo(2);
    }

    @Test
    void versionZeroTakesTheSessionTimeoutAsRebalanceTimeout() {
        driver.withCoordinator();
        join(0);

        assertThat(BrokerDriver.only(driver.broker.group("g").members()).rebalanceTimeout())
                .hasSeconds(10);
    }

    @Test
    void syncNeedsProtocolTypeAndNameFromVersion5() {
        SyncGroupResponseData response = client.call(
                ApiKeys.SYNC_GROUP,
                5,
                new SyncGroupRequestData().setGroupId("").setMemberId("m"),
                SyncGroupResponseData.class);

        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    private static OffsetCommitRequestData commit(String topic, long offset) {
        return new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(topicOffsets(offset, 0).setName(topic)));
    }

    private static OffsetCommitRequestTopic topicOffsets(long offset, int... partitions) {
        List<OffsetCommitRequestPartition> all = new ArrayList<>();
        for (int partition : partitions) {
            all.add(new OffsetCommitRequestPartition()
                    .setPartitionIndex(partition)
                    .setCommittedOffset(offset)
                    .setCommittedMetadata("meta"));
        }
        return new OffsetCommitRequestTopic().setPartitions(all);
    }

    private Uuid idOf(String topic) {
        MetadataResponseData metadata = client.call(
                ApiKeys.METADATA,
                12,
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName(topic))),
                MetadataResponseData.class);
        return BrokerDriver.only(metadata.topics()).topicId();
    }

    @Test
    void partitionsThatDoNotExistAreRefusedOneByOne() {
        driver.withCoordinator();
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(
                        topicOffsets(5, 0, 2, 1).setName("orders"),
                        topicOffsets(5, 0).setName("nowhere")));

        OffsetCommitResponseData response =
                client.call(ApiKeys.OFFSET_COMMIT, 8, request, OffsetCommitResponseData.class);

        assertThat(errors(response)).containsExactly("orders/2=3", "orders/0=0", "orders/1=0", "nowhere/0=3");
    }

    private static List<String> errors(OffsetCommitResponseData response) {
        List<String> errors = new ArrayList<>();
        response.topics().forEach(topic -> topic.partitions()
                .forEach(partition ->
                        errors.add(topic.name() + "/" + partition.partitionIndex() + "=" + partition.errorCode())));
        return errors;
    }

    @Test
    void version10UsesTopicIds() {
        driver.withCoordinator();
        Uuid id = idOf("orders");
        Uuid unknown = new Uuid(1, 2);
        OffsetCommitRequestData commit = new OffsetCommitRequestData()
                .setGroupId("g")
                .setTopics(List.of(
                        topicOffsets(5, 0).setTopicId(id), topicOffsets(5, 0).setTopicId(unknown)));

        OffsetCommitResponseData committed =
                client.call(ApiKeys.OFFSET_COMMIT, 10, commit, OffsetCommitResponseData.class);

        assertThat(committed.topics().get(0).topicId()).isEqualTo(unknown);
        assertThat(Errors.forCode(BrokerDriver.only(committed.topics().get(0).partitions())
                        .errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_ID);
        assertThat(committed.topics().get(1).topicId()).isEqualTo(id);
        OffsetFetchRequestData fetch = new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestGroup()
                        .setGroupId("g")
                        .setTopics(List.of(
                                new OffsetFetchRequestTopics()
                                        .setTopicId(unknown)
                                        .setPartitionIndexes(List.of(0)),
                                new OffsetFetchRequestTopics().setTopicId(id).setPartitionIndexes(List.of(0, 1))))));
        OffsetFetchResponseGroup found =
                BrokerDriver.only(client.call(ApiKeys.OFFSET_FETCH, 10, fetch, OffsetFetchResponseData.class)
                        .groups());
        assertThat(found.topics().get(0).topicId()).isEqualTo(id);
        assertThat(found.topics().get(0).partitions().get(0).committedOffset()).isEqualTo(5);
        assertThat(found.topics().get(0).partitions().get(1).committedOffset()).isEqualTo(-1);
        assertThat(found.topics().get(1).topicId()).isEqualTo(unknown);
        assertThat(Errors.forCode(
                        BrokerDriver.only(found.topics().get(1).partitions()).errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void olderOffsetFetchesHaveOneGroup(int version) {
        driver.withCoordinator();
        client.call(ApiKeys.OFFSET_COMMIT, 8, commit("orders", 5));

        OffsetFetchResponseData found = client.call(
                ApiKeys.OFFSET_FETCH,
                version,
                new OffsetFetchRequestData()
                        .setGroupId("g")
                        .setTopics(List.of(
                                new OffsetFetchRequestTopic().setName("orders").setPartitionIndexes(List.of(0)))),
                OffsetFetchResponseData.class);

        assertThat(BrokerDriver.only(BrokerDriver.only(found.topics()).partitions())
                        .committedOffset())
                .isEqualTo(5);
        if (version >= 2) {
            OffsetFetchResponseData all = client.call(
                    ApiKeys.OFFSET_FETCH,
                    version,
                    new OffsetFetchRequestData().setGroupId("g").setTopics(null),
                    OffsetFetchResponseData.class);
            assertThat(BrokerDriver.only(all.topics()).name()).isEqualTo("orders");
        }
    }

    @Test
    void beforeTheCoordinatorIsThereVersion1RepeatsItsErrorInEveryPartition() {
        OffsetFetchRequestData request = new OffsetFetchRequestData()
                .setGroupId("g")
                .setTopics(
                        List.of(new OffsetFetchRequestTopic().setName("orders").setPartitionIndexes(List.of(0, 1))));

        OffsetFetchResponseData first = client.call(ApiKeys.OFFSET_FETCH, 1, request, OffsetFetchResponseData.class);
        OffsetFetchResponseData second = client.call(ApiKeys.OFFSET_FETCH, 2, request, OffsetFetchResponseData.class);

        assertThat(BrokerDriver.only(first.topics()).partitions()).hasSize(2).allSatisfy(partition -> assertThat(
                        Errors.forCode(partition.errorCode()))
                .isEqualTo(Errors.NOT_COORDINATOR));
        assertThat(Errors.forCode(second.errorCode())).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void committedOffsetsLieInTheOffsetsTopicAsKafkaWritesThem() {
        driver.withCoordinator();
        client.call(ApiKeys.OFFSET_COMMIT, 8, commit("orders", 5));
        int partition = Math.abs("g".hashCode()) % 50;
        FetchRequestData fetch = new FetchRequestData()
                .setMaxBytes(10_000)
                .setSessionEpoch(0)
                .setTopics(List.of(new FetchRequestData.FetchTopic()
                        .setTopic("__consumer_offsets")
                        .setPartitions(List.of(new FetchRequestData.FetchPartition()
                                .setPartition(partition)
                                .setPartitionMaxBytes(10_000)))));

        FetchResponseData response = client.call(ApiKeys.FETCH, 12, fetch, FetchResponseData.class);

        MemoryRecords records = (MemoryRecords)
                BrokerDriver.only(BrokerDriver.only(response.responses()).partitions())
                        .records();
        Record record = BrokerDriver.only(records.records());
        assertThat(record.key().getShort()).isEqualTo((short) 1);
        OffsetCommitKey key =
                new OffsetCommitKey(new ByteBufferAccessor(record.key().position(2)), (short) 0);
        assertThat(key.group()).isEqualTo("g");
        assertThat(key.topic()).isEqualTo("orders");
        short valueVersion = record.value().getShort();
        OffsetCommitValue value =
                new OffsetCommitValue(new ByteBufferAccessor(record.value().position(2)), valueVersion);
        assertThat(value.offset()).isEqualTo(5);
        assertThat(value.metadata()).isEqualTo("meta");
    }

    @Test
    void deletingATopicDeletesItsOffsets() {
        driver.withCoordinator();
        client.call(ApiKeys.OFFSET_COMMIT, 8, commit("orders", 5));

        driver.broker.deleteTopic("orders");
        driver.broker.createTopic("orders", 2);

        assertThat(driver.broker.group("g").committedOffsets()).isEmpty();
    }
}
