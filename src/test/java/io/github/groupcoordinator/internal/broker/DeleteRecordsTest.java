package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfigCollection;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeleteRecordsTest {
    private final BrokerDriver driver = new BrokerDriver().withCoordinator();
    private final BrokerDriver.Client client = driver.client();

    private void produce(String topic, int records) {
        for (int i = 0; i < records; i++) {
            ProduceResponseData response = client.call(
                    ApiKeys.PRODUCE,
                    9,
                    FetchTest.produce(topic, 0, -1, FetchTest.records("v" + i)),
                    ProduceResponseData.class);
            assertThat(BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                            .errorCode())
                    .isZero();
        }
    }

    private static DeleteRecordsPartition before(int partition, long offset) {
        return new DeleteRecordsPartition().setPartitionIndex(partition).setOffset(offset);
    }

    private DeleteRecordsPartitionResult delete(String topic, DeleteRecordsPartition... partitions) {
        DeleteRecordsRequestData request = new DeleteRecordsRequestData()
                .setTopics(List.of(new DeleteRecordsTopic().setName(topic).setPartitions(List.of(partitions))));
        DeleteRecordsResponseData response =
                client.call(ApiKeys.DELETE_RECORDS, 2, request, DeleteRecordsResponseData.class);
        return BrokerDriver.only(BrokerDriver.only(response.topics()).partitions());
    }

    private PartitionData fetch(long offset) {
        FetchRequestData request = new FetchRequestData()
                .setMaxBytes(1_000_000)
                .setTopics(List.of(new FetchTopic()
                        .setTopic("orders")
                        .setPartitions(List.of(new FetchPartition()
                                .setPartition(0)
                                .setFetchOffset(offset)
                                .setPartitionMaxBytes(1_000_000)))));
        FetchResponseData response = client.call(ApiKeys.FETCH, 12, request, FetchResponseData.class);
        return BrokerDriver.only(BrokerDriver.only(response.responses()).partitions());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "2,2", "5,5", "-1,5"})
    void theLogStartsAtTheOffsetAskedFor(long before, long lowWatermark) {
        driver.broker.createTopic("orders", 1);
        produce("orders", 5);

        DeleteRecordsPartitionResult result = delete("orders", before(0, before));

        assertThat(BrokerDriver.error(result.errorCode())).isEqualTo(Errors.NONE);
        assertThat(result.lowWatermark()).isEqualTo(lowWatermark);
        assertThat(fetch(lowWatermark).logStartOffset()).isEqualTo(lowWatermark);
        if (lowWatermark > 0) {
            assertThat(BrokerDriver.error(fetch(lowWatermark - 1).errorCode())).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        }
    }

    @ParameterizedTest
    @CsvSource({"-2", "6"})
    void offsetsThatTheLogDoesNotReachAreOutOfRange(long before) {
        driver.broker.createTopic("orders", 1);
        produce("orders", 5);

        DeleteRecordsPartitionResult result = delete("orders", before(0, before));

        assertThat(BrokerDriver.error(result.errorCode())).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(result.lowWatermark()).isEqualTo(-1);
        assertThat(fetch(0).logStartOffset()).isZero();
    }

    @Test
    void theLogStartNeverMovesBack() {
        driver.broker.createTopic("orders", 1);
        produce("orders", 5);
        delete("orders", before(0, 3));

        assertThat(delete("orders", before(0, 2)).lowWatermark()).isEqualTo(3);
    }

    @Test
    void thePartitionThatIsNamedTwiceIsCutByTheLastWord() {
        driver.broker.createTopic("orders", 1);
        produce("orders", 5);

        assertThat(delete("orders", before(0, 4), before(0, 1)).lowWatermark()).isEqualTo(1);
    }

    @Test
    void whatMayNotBeDeletedIsRefused() {
        CreatableTopicConfigCollection config = new CreatableTopicConfigCollection();
        config.add(new CreatableTopicConfig().setName("cleanup.policy").setValue("compact"));
        CreatableTopicCollection topics = new CreatableTopicCollection();
        topics.add(new CreatableTopic()
                .setName("customers")
                .setNumPartitions(1)
                .setReplicationFactor((short) 1)
                .setConfigs(config));
        client.call(ApiKeys.CREATE_TOPICS, 7, new CreateTopicsRequestData().setTopics(topics));

        assertThat(errorOf("customers", 0)).isEqualTo(Errors.POLICY_VIOLATION);
        assertThat(errorOf("__consumer_offsets", 0)).isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(errorOf("customers", 1)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(errorOf("nowhere", 0)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private Errors errorOf(String topic, int partition) {
        return BrokerDriver.error(delete(topic, before(partition, -1)).errorCode());
    }
}
