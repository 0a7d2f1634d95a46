package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.CreateTopicsResponseData.CreatableTopicResult;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicApisTest {
    private final BrokerDriver driver = new BrokerDriver("num.partitions", "4");
    private final BrokerDriver.Client client = driver.client();

    @BeforeEach
    void createTopic() {
        driver.broker.createTopic("orders", 3);
    }

    private MetadataResponseData metadata(MetadataRequestData request) {
        return client.call(ApiKeys.METADATA, 12, request, MetadataResponseData.class);
    }

    private MetadataResponseTopic metadata(String topic, boolean allowCreation) {
        return BrokerDriver.only(metadata(new MetadataRequestData()
                        .setAllowAutoTopicCreation(allowCreation)
                        .setTopics(List.of(new MetadataRequestTopic().setName(topic))))
                .topics());
    }

    @Test
    void metadataNamesLeadersReplicasAndIds() {
        MetadataResponseTopic orders = metadata("orders", false);

        assertThat(orders.topicId()).isNotEqualTo(Uuid.ZERO_UUID);
        assertThat(orders.partitions()).hasSize(3).allSatisfy(partition -> {
            assertThat(partition.leaderId()).isZero();
            assertThat(partition.replicaNodes()).containsExactly(0);
            assertThat(partition.isrNodes()).containsExactly(0);
        });
    }

    @Test
    void unknownTopicIsCreatedOnlyIfTheClientAllowsIt() {
        assertThat(Errors.forCode(metadata("new", false).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(driver.broker.topicNames()).containsExactly("orders");
        assertThat(Errors.forCode(metadata("new", true).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);

        assertThat(metadata("new", false).partitions()).hasSize(4);
    }

    @Test
    void topicsOfCoordinatorsAreCreatedAsTheirCoordinatorsNeedThem() {
        for (String internal : List.of("__consumer_offsets", "__transaction_state")) {
            metadata(internal, true);
            metadata(internal, true);

            MetadataResponseTopic created = metadata(internal, false);
            assertThat(created.isInternal()).isTrue();
            assertThat(created.partitions()).hasSize(50);
        }
    }

    @Test
    void nothingIsCreatedWhereTheBrokerForbidsIt() {
        BrokerDriver strict = new BrokerDriver("auto.create.topics.enable", "false");

        strict.client()
                .call(
                        ApiKeys.METADATA,
                        12,
                        new MetadataRequestData()
                                .setAllowAutoTopicCreation(true)
                                .setTopics(List.of(new MetadataRequestTopic().setName("new"))));

        assertThat(strict.broker.topicNames()).isEmpty();
    }

    @Test
    void namesAreValidatedAsByKafka() {
        assertThat(Errors.forCode(metadata("no spaces", true).errorCode())).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(Errors.forCode(metadata("x".repeat(250), true).errorCode()))
                .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(Errors.forCode(metadata("x".repeat(249), true).errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void unknownTopicIdIsTold() {
        MetadataResponseTopic answer = BrokerDriver.only(metadata(new MetadataRequestData()
                        .setTopics(
                                List.of(new MetadataRequestTopic().setName(null).setTopicId(new Uuid(1, 2)))))
                .topics());

        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_ID);
        assertThat(answer.name()).isNull();
    }

    private CreatableTopicResult create(boolean validateOnly, CreatableTopic topic) {
        CreateTopicsRequestData request = new CreateTopicsRequestData().setValidateOnly(validateOnly);
        request.topics().add(topic);
        CreateTopicsResponseData response =
                client.call(ApiKeys.CREATE_TOPICS, 7, request, CreateTopicsResponseData.class);
        return BrokerDriver.only(response.topics());
    }

    private static CreatableTopic topic(String name, int partitions, int replicationFactor) {
        return new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short)
                replicationFactor);
    }

    @Test
    void topicsAreCreatedWithWhatWasAskedFor() {
        CreatableTopic asked = topic("payments", 2, 1);
        asked.configs()
                .add(new CreatableTopicConfig().setName("max.message.bytes").setValue("77"));

        CreatableTopicResult result = create(false, asked);

        assertThat(result.errorCode()).isZero();
        assertThat(result.numPartitions()).isEqualTo(2);
        assertThat(result.configs())
                .anySatisfy(config -> {
                    assertThat(config.name()).isEqualTo("max.message.bytes");
                    assertThat(config.value()).isEqualTo("77");
                    assertThat(config.configSource()).isEqualTo((byte) 1);
                })
                .anySatisfy(config -> {
                    assertThat(config.name()).isEqualTo("retention.ms");
                    assertThat(config.value()).isEqualTo("604800000");
                    assertThat(config.configSource()).isEqualTo((byte) 5);
                });
        assertThat(driver.broker.partitionCount("payments")).isEqualTo(2);
        assertThat(create(false, topic("defaults", -1, -1)).numPartitions()).isEqualTo(4);
    }

    @Test
    void validateOnlyCreatesNothing() {
        assertThat(create(true, topic("payments", 2, 1)).errorCode()).isZero();
        assertThat(driver.broker.topicNames()).containsExactly("orders");
    }

    @Test
    void whatCannotBeCreatedIsRefusedAsByKafka() {
        assertThat(error(create(false, topic("orders", 1, 1)))).isEqualTo(Errors.TOPIC_ALREADY_EXISTS);
        assertThat(error(create(false, topic("a b", 1, 1)))).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(error(create(false, topic("x", 0, 1)))).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(error(create(false, topic("x", 1, 0)))).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
        CreatableTopicResult tooMany = create(false, topic("x", 1, 2));
        assertThat(error(tooMany)).isEqualTo(Errors.INVALID_REPLICATION_FACTOR);
        assertThat(tooMany.errorMessage())
                .endsWith("only 1 broker(s) are registered or some brokers have all their log directories cordoned.");
        CreatableTopic unknownConfig = topic("x", 1, 1);
        unknownConfig
                .configs()
                .add(new CreatableTopicConfig().setName("retention").setValue("1"));
        assertThat(error(create(false, unknownConfig))).isEqualTo(Errors.INVALID_CONFIG);
        CreatableTopic assigned = topic("x", -1, -1);
        assigned.assignments()
                .add(new CreatableReplicaAssignment().setPartitionIndex(1).setBrokerIds(List.of(0)));
        assertThat(error(create(false, assigned))).isEqualTo(Errors.INVALID_REPLICA_ASSIGNMENT);
        assertThat(driver.broker.topicNames()).containsExactly("orders");
        create(false, topic("a.b", 1, 1));
        assertThat(error(create(false, topic("a_b", 1, 1)))).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
    }

    private static Errors error(CreatableTopicResult result) {
        return Errors.forCode(result.errorCode());
    }

    @Test
    void topicsOnlyGrow() {
        assertThat(grow(3)).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(grow(2)).isEqualTo(Errors.INVALID_PARTITIONS);
        assertThat(grow(4)).isEqualTo(Errors.NONE);
        assertThat(driver.broker.partitionCount("orders")).isEqualTo(4);
    }

    private Errors grow(int count) {
        CreatePartitionsRequestData request = new CreatePartitionsRequestData();
        request.topics()
                .add(new CreatePartitionsTopic()
                        .setName("orders")
                        .setCount(count)
                        .setAssignments(null));
        return Errors.forCode(
                BrokerDriver.only(client.call(ApiKeys.CREATE_PARTITIONS, 3, request, CreatePartitionsResponseData.class)
                                .results())
                        .errorCode());
    }

    private Map<String, Errors> delete(int version, DeleteTopicsRequestData request) {
        Map<String, Errors> results = new TreeMap<>();
        client.call(ApiKeys.DELETE_TOPICS, version, request, DeleteTopicsResponseData.class)
                .responses()
                .forEach(result ->
                        results.put(result.name() == null ? "?" : result.name(), Errors.forCode(result.errorCode())));
        return results;
    }

    @Test
    void topicsAreDeletedByNameOrById() {
        Uuid id = metadata("orders", false).topicId();
        driver.broker.createTopic("payments", 1);

        assertThat(delete(5, new DeleteTopicsRequestData().setTopicNames(List.of("payments", "nowhere"))))
                .containsExactly(
                        Map.entry("nowhere", Errors.UNKNOWN_TOPIC_OR_PARTITION), Map.entry("payments", Errors.NONE));
        assertThat(delete(
                        6,
                        new DeleteTopicsRequestData()
                                .setTopics(List.of(
                                        new DeleteTopicState().setName(null).setTopicId(id)))))
                .containsExactly(Map.entry("orders", Errors.NONE));
        assertThat(delete(
                        6,
                        new DeleteTopicsRequestData()
                                .setTopics(List.of(
                                        new DeleteTopicState().setName(null).setTopicId(id)))))
                .containsExactly(Map.entry("?", Errors.UNKNOWN_TOPIC_ID));
        assertThat(driver.broker.topicNames()).isEmpty();
    }

    @Test
    void aTopicThatIsGivenByNameAndByIdIsNotDeleted() {
        Uuid id = metadata("orders", false).topicId();
        DeleteTopicState byId = new DeleteTopicState().setName(null).setTopicId(id);
        DeleteTopicState byName = new DeleteTopicState().setName("orders");

        for (List<DeleteTopicState> asked : List.of(List.of(byId, byName), List.of(byName, byId))) {
            assertThat(delete(6, new DeleteTopicsRequestData().setTopics(asked)))
                    .containsExactly(Map.entry("orders", Errors.INVALID_REQUEST));
        }

        assertThat(driver.broker.topicNames()).containsExactly("orders");
    }

    @Test
    void aTopicThatComesBackHasAnotherId() {
        Uuid before = metadata("orders", false).topicId();
        driver.broker.deleteTopic("orders");
        driver.broker.createTopic("orders", 1);

        assertThat(metadata("orders", false).topicId()).isNotEqualTo(before);
    }

    private DescribeConfigsResult describe(int type, String name, String... keys) {
        DescribeConfigsRequestData request = new DescribeConfigsRequestData()
                .setIncludeSynonyms(true)
                .setResources(List.of(new DescribeConfigsResource()
                        .setResourceType((byte) type)
                        .setResourceName(name)
                        .setConfigurationKeys(keys.length == 0 ? null : List.of(keys))));
        return BrokerDriver.only(client.call(ApiKeys.DESCRIBE_CONFIGS, 4, request, DescribeConfigsResponseData.class)
                .results());
    }

    @Test
    void configurationsSayWhereTheyComeFrom() {
        assertThat(BrokerDriver.only(describe(2, "orders", "max.message.bytes").configs()))
                .satisfies(config -> {
                    assertThat(config.value()).isEqualTo("1048588");
                    assertThat(config.configSource()).isEqualTo((byte) 5);
                    assertThat(BrokerDriver.only(config.synonyms()).name()).isEqualTo("message.max.bytes");
                });
        assertThat(BrokerDriver.only(describe(4, "0", "num.partitions").configs()))
                .satisfies(config -> {
                    assertThat(config.value()).isEqualTo("4");
                    assertThat(config.configSource()).isEqualTo((byte) 4);
                });
        assertThat(Errors.forCode(describe(2, "nowhere").errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(Errors.forCode(describe(4, "7").errorCode())).isEqualTo(Errors.INVALID_REQUEST);
        assertThat(describe(32, "billing").configs()).hasSize(17);
    }

    @Test
    void theClusterIsDescribed() {
        DescribeClusterResponseData brokers = client.call(
                ApiKeys.DESCRIBE_CLUSTER, 1, new DescribeClusterRequestData(), DescribeClusterResponseData.class);
        DescribeClusterResponseData controllers = client.call(
                ApiKeys.DESCRIBE_CLUSTER,
                1,
                new DescribeClusterRequestData().setEndpointType((byte) 2),
                DescribeClusterResponseData.class);

        assertThat(brokers.clusterId()).hasSize(22);
        assertThat(BrokerDriver.only(brokers.brokers()).brokerId()).isZero();
        assertThat(Errors.forCode(controllers.errorCode())).isEqualTo(Errors.MISMATCHED_ENDPOINT_TYPE);
    }

    @Test
    void topicsAreDescribedInPages() {
        driver.broker.createTopic("payments", 2);
        List<String> seen = new ArrayList<>();
        DescribeTopicPartitionsRequestData request =
                new DescribeTopicPartitionsRequestData().setResponsePartitionLimit(2);
        request.setTopics(List.of(new TopicRequest().setName("orders"), new TopicRequest().setName("payments")));
        for (int page = 0; page < 3; page++) {
            DescribeTopicPartitionsResponseData response = client.call(
                    ApiKeys.DESCRIBE_TOPIC_PARTITIONS, 0, request, DescribeTopicPartitionsResponseData.class);
            response.topics().forEach(topic -> topic.partitions()
                    .forEach(partition -> seen.add(topic.name() + "-" + partition.partitionIndex())));
            DescribeTopicPartitionsResponseData.Cursor next = response.nextCursor();
            if (next != null) {
                request.setCursor(new DescribeTopicPartitionsRequestData.Cursor()
                        .setTopicName(next.topicName())
                        .setPartitionIndex(next.partitionIndex()));
            }
        }

        assertThat(seen).containsExactly("orders-0", "orders-1", "orders-2", "payments-0", "payments-1");
    }
}
