package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Requests that are refused as a whole. */
class ControllerLimitsTest {
    private final BrokerDriver driver = new BrokerDriver();
    private final BrokerDriver.Client client = driver.client();

    private List<Errors> create(int... partitions) {
        CreateTopicsRequestData request = new CreateTopicsRequestData().setValidateOnly(true);
        for (int i = 0; i < partitions.length; i++) {
            request.topics()
                    .add(new CreatableTopic()
                            .setName("topic-" + i)
                            .setNumPartitions(partitions[i])
                            .setReplicationFactor((short) 1));
        }
        return client.call(ApiKeys.CREATE_TOPICS, 7, request, CreateTopicsResponseData.class).topics().stream()
                .map(topic -> Errors.forCode(topic.errorCode()))
                .toList();
    }

    @Test
    void oneRequestCreatesAsManyPartitionsAsTheControllerTakesRecords() {
        assertThat(create(9_999)).containsExactly(Errors.NONE);
        assertThat(create(10_000)).containsExactly(Errors.POLICY_VIOLATION);
        assertThat(create(1, 9_997)).containsExactly(Errors.NONE, Errors.NONE);
        assertThat(create(1, 9_998)).containsExactly(Errors.POLICY_VIOLATION, Errors.POLICY_VIOLATION);
        assertThat(create(Integer.MAX_VALUE, Integer.MAX_VALUE))
                .containsExactly(Errors.POLICY_VIOLATION, Errors.POLICY_VIOLATION);
    }

    private Errors grow(int count) {
        CreatePartitionsRequestData request = new CreatePartitionsRequestData().setValidateOnly(true);
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

    @Test
    void oneRequestAddsAsManyPartitionsAsTheControllerTakesRecords() {
        driver.broker.createTopic("orders", 3);
        assertThat(grow(10_003)).isEqualTo(Errors.NONE);
        assertThat(grow(10_004)).isEqualTo(Errors.POLICY_VIOLATION);
    }

    @Test
    void metadataByIdIsRefusedBeforeTheVersionThatMeansIt() {
        MetadataRequestTopic byId = new MetadataRequestTopic().setName("orders").setTopicId(new Uuid(1, 2));
        MetadataResponseData answer = client.call(
                ApiKeys.METADATA, 11, new MetadataRequestData().setTopics(List.of(byId)), MetadataResponseData.class);
        assertThat(Errors.forCode(BrokerDriver.only(answer.topics()).errorCode()))
                .isEqualTo(Errors.INVALID_REQUEST);

        MetadataRequestTopic nameless = new MetadataRequestTopic().setName(null);
        answer = client.call(
                ApiKeys.METADATA,
                10,
                new MetadataRequestData().setTopics(List.of(nameless)),
                MetadataResponseData.class);
        assertThat(Errors.forCode(BrokerDriver.only(answer.topics()).errorCode()))
                .isEqualTo(Errors.INVALID_REQUEST);
    }
}
