package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTest {
    private static final int VERSION = 12;

    private final BrokerDriver driver = new BrokerDriver();
    private final BrokerDriver.Client consumer = driver.client("consumer");
    private final BrokerDriver.Client producer = driver.client("producer");

    @BeforeEach
    void createTopic() {
        driver.broker.createTopic("orders", 2);
    }

    static ProduceRequestData produce(String topic, int partition, int acks, MemoryRecords records) {
        ProduceRequestData request =
                new ProduceRequestData().setAcks((short) acks).setTimeoutMs(1_000);
        request.topicData()
                .add(new TopicProduceData()
                        .setName(topic)
                        .setPartitionData(List.of(
                                new PartitionProduceData().setIndex(partition).setRecords(records))));
        return request;
    }

    static MemoryRecords records(String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int i = 0; i < values.length; i++) {
            records[i] = new SimpleRecord(BrokerDriver.START_MS, null, values[i].getBytes());
        }
        return MemoryRecords.withRecords(Compression.NONE, records);
    }

    private void produce(int partition, String... values) {
        ProduceResponseData response = producer.call(
                ApiKeys.PRODUCE, 9, produce("orders", partition, -1, records(values)), ProduceResponseData.class);
        assertThat(BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode())
                .isZero();
    }

    private static FetchRequestData fetch(int minBytes, int maxWaitMs, FetchPartition... partitions) {
        return new FetchRequestData()
                .setMinBytes(minBytes)
                .setMaxWaitMs(maxWaitMs)
                .setMaxBytes(1_000_000)
                .setSessionEpoch(0)
                .setTopics(List.of(new FetchTopic().setTopic("orders").setPartitions(List.of(partitions))));
    }

    private static FetchPartition from(int partition, long offset) {
        return new FetchPartition()
                .setPartition(partition)
                .setFetchOffset(offset)
                .setPartitionMaxBytes(1_000_000);
    }

    private static List<String> values(FetchResponseData response) {
        List<String> values = new ArrayList<>();
        response.responses().forEach(topic -> topic.partitions().forEach(partition -> {
            if (partition.records() instanceof MemoryRecords records) {
                for (Record record : records.records()) {
                    byte[] value = new byte[record.valueSize()];
                    record.value().get(value);
                    values.add(partition.partitionIndex() + "/" + record.offset() + "=" + new String(value));
                }
            }
        }));
        return values;
    }

    private @Nullable FetchResponseData answer() {
        return consumer.receive(FetchResponseData.class);
    }

    private static FetchResponseData required(@Nullable FetchResponseData response) {
        assertThat(response).isNotNull();
        return response == null ? new FetchResponseData() : response;
    }

    private static PartitionData only(FetchResponseData response) {
        return BrokerDriver.only(BrokerDriver.only(response.responses()).partitions());
    }

    @Test
    void recordsThatAreThereComeAtOnce() {
        produce(0, "a", "b");
        produce(1, "c");

        FetchResponseData response =
                consumer.call(ApiKeys.FETCH, VERSION, fetch(1, 500, from(0, 1), from(1, 0)), FetchResponseData.class);

        assertThat(response.sessionId()).isEqualTo(1);
        assertThat(values(response)).containsExactly("0/0=a", "0/1=b", "1/0=c");
        assertThat(BrokerDriver.only(response.responses()).partitions().get(0).highWatermark())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void emptyFetchIsParkedForExactlyItsMaximumWait(int edge) {
        consumer.send(ApiKeys.FETCH, VERSION, fetch(1, 500, from(0, 0)));
        assertThat(driver.timers.nextWhat()).isEqualTo("fetch of consumer");

        driver.advance(500 + edge);

        FetchResponseData response = answer();
        if (edge < 0) {
            assertThat(response).isNull();
        } else {
            assertThat(only(required(response)).errorCode()).isZero();
            assertThat(values(required(response))).isEmpty();
            assertThat(driver.timers.nextDeadlineMs()).isNull();
        }
    }

    @Test
    void anAppendWakesAParkedFetch() {
        consumer.send(ApiKeys.FETCH, VERSION, fetch(1, 500, from(0, 0), from(1, 0)));
        driver.advance(100);
        assertThat(answer()).isNull();

        produce(1, "x");

        assertThat(values(required(answer()))).containsExactly("1/0=x");
        assertThat(driver.timers.nextDeadlineMs()).isNull();
    }

    @Test
    void aFetchWaitsForItsMinimumBytes() {
        int size = records("x").sizeInBytes();
        consumer.send(ApiKeys.FETCH, VERSION, fetch(2 * size, 500, from(0, 0), from(1, 0)));

        produce(0, "x");
        assertThat(answer()).isNull();
        produce(1, "y");

        assertThat(values(required(answer()))).containsExactly("0/0=x", "1/0=y");
    }

    @Test
    void whatIsThereComesWhenTheWaitIsOver() {
        consumer.send(ApiKeys.FETCH, VERSION, fetch(1_000, 500, from(0, 0)));
        produce(0, "x");
        assertThat(answer()).isNull();

        driver.advance(500);

        assertThat(values(required(answer()))).containsExactly("0/0=x");
    }

    @Test
    void aParkedFetchDelaysWhatFollowsOnItsConnection() {
        consumer.send(ApiKeys.FETCH, VERSION, fetch(1, 500, from(0, 0)));
        consumer.send(ApiKeys.LIST_GROUPS, 4, new ListGroupsRequestData());
        assertThat(answer()).isNull();
        assertThat(driver.broker.requests()).hasSize(1);

        driver.advance(500);

        assertThat(answer()).isNotNull();
        assertThat(consumer.receive()).isInstanceOf(ListGroupsResponseData.class);
    }

    @Test
    void aClosedConnectionForgetsItsParkedFetch() {
        consumer.send(ApiKeys.FETCH, VERSION, fetch(1, 500, from(0, 0)));

        consumer.connection.close();

        assertThat(driver.timers.nextDeadlineMs()).isNull();
        produce(0, "x");
        assertThat(answer()).isNull();
        assertThat(driver.failures).isEmpty();
    }

    @Test
    void deletingTheTopicWakesAParkedFetch() {
        consumer.send(ApiKeys.FETCH, VERSION, fetch(1, 500, from(0, 0)));

        driver.broker.deleteTopic("orders");

        assertThat(Errors.forCode(only(required(answer())).errorCode())).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void anUnknownPartitionNeitherKeepsNorEndsTheWaitForTheOthers() {
        int size = records("x").sizeInBytes();
        consumer.send(ApiKeys.FETCH, VERSION, fetch(2 * size, 500, from(0, 0), from(7, 0)));
        produce(0, "x");
        assertThat(answer()).isNull();

        produce(0, "y");

        FetchResponseData response = required(answer());
        assertThat(values(response)).containsExactly("0/0=x", "0/1=y");
        assertThat(Errors.forCode(BrokerDriver.only(response.responses())
                        .partitions()
                        .get(1)
                        .errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void errorsAreAnsweredAtOnce() {
        assertThat(fetchError(from(0, 1))).isEqualTo(Errors.OFFSET_OUT_OF_RANGE);
        assertThat(fetchError(from(0, 0).setCurrentLeaderEpoch(1))).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(fetchError(from(2, 0))).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }

    private Errors fetchError(FetchPartition partition) {
        FetchResponseData response =
                consumer.call(ApiKeys.FETCH, VERSION, fetch(1, 500, partition), FetchResponseData.class);
        return Errors.forCode(only(response).errorCode());
    }

    @Test
    void topicIdsAreUsedFromVersion13On() {
        produce(0, "x");
        MetadataResponseData metadata = consumer.call(
                ApiKeys.METADATA, 12, new MetadataRequestData().setTopics(null), MetadataResponseData.class);
        Uuid id = BrokerDriver.only(metadata.topics()).topicId();
        FetchRequestData known = fetch(1, 0, from(0, 0));
        known.topics().get(0).setTopicId(id);
        FetchRequestData unknown = fetch(1, 0, from(0, 0));
        unknown.topics().get(0).setTopicId(new Uuid(1, 2));

        FetchResponseData found = consumer.call(ApiKeys.FETCH, 17, known, FetchResponseData.class);
        assertThat(BrokerDriver.only(found.responses()).topicId()).isEqualTo(id);
        assertThat(values(found)).containsExactly("0/0=x");
        assertThat(Errors.forCode(only(consumer.call(ApiKeys.FETCH, 17, unknown, FetchResponseData.class))
                        .errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_ID);
    }

    @Test
    void aSessionThatIsNotThereIsNotFound() {
        FetchResponseData response = consumer.call(
                ApiKeys.FETCH,
                VERSION,
                fetch(1, 500, from(0, 0)).setSessionId(5).setSessionEpoch(1),
                FetchResponseData.class);

        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.FETCH_SESSION_ID_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aFullFetchIsServedWhateverSessionItCloses(int fullEpoch) {
        produce(0, "x");

        FetchResponseData response = consumer.call(
                ApiKeys.FETCH,
                VERSION,
                fetch(1, 500, from(0, 0)).setSessionId(5).setSessionEpoch(fullEpoch),
                FetchResponseData.class);

        assertThat(Errors.forCode(response.errorCode())).isEqualTo(Errors.NONE);
        assertThat(response.sessionId()).isEqualTo(fullEpoch == 0 ? 1 : 0);
        assertThat(values(response)).containsExactly("0/0=x");
    }

    @Test
    void maximumBytesEndTheResponseAfterTheFirstBatch() {
        produce(0, "x");
        produce(0, "y");
        produce(1, "z");

        FetchResponseData response = consumer.call(
                ApiKeys.FETCH, VERSION, fetch(1, 500, from(0, 0), from(1, 0)).setMaxBytes(1), FetchResponseData.class);

        assertThat(values(response)).containsExactly("0/0=x");
    }
}
