package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProduceTest {
    private final BrokerDriver driver = new BrokerDriver("message.max.bytes", "1000");
    private final BrokerDriver.Client client = driver.client();

    @BeforeEach
    void createTopic() {
        driver.broker.createTopic("orders", 1);
    }

    private PartitionProduceResponse produce(int version, String topic, int acks, MemoryRecords records) {
        ProduceResponseData response = client.call(
                ApiKeys.PRODUCE, version, FetchTest.produce(topic, 0, acks, records), ProduceResponseData.class);
        return BrokerDriver.only(BrokerDriver.only(response.responses()).partitionResponses());
    }

    private static MemoryRecords idempotent(int sequence) {
        return MemoryRecords.withIdempotentRecords(
                Compression.NONE,
                3L,
                (short) 0,
                sequence,
                new SimpleRecord(BrokerDriver.START_MS, "k".getBytes(), "v".getBytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyVersionAppends(int version) {
        assertThat(produce(version, "orders", -1, FetchTest.records("a", "b")).baseOffset())
                .isZero();
        assertThat(produce(version, "orders", 1, FetchTest.records("c")).baseOffset())
                .isEqualTo(2);
        assertThat(driver.broker.endOffset("orders", 0)).isEqualTo(3);
    }

    @Test
    void duplicatesAreAnsweredWithTheOriginalOffset() {
        produce(9, "orders", -1, idempotent(0));
        produce(9, "orders", -1, idempotent(1));

        PartitionProduceResponse again = produce(9, "orders", -1, idempotent(0));

        assertThat(again.errorCode()).isZero();
        assertThat(again.baseOffset()).isZero();
        assertThat(driver.broker.endOffset("orders", 0)).isEqualTo(2);
        assertThat(Errors.forCode(produce(9, "orders", -1, idempotent(7)).errorCode()))
                .isEqualTo(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);
    }

    @Test
    void withoutAcksThereIsNoAnswerAndAnErrorClosesTheConnection() {
        client.send(ApiKeys.PRODUCE, 9, FetchTest.produce("orders", 0, 0, FetchTest.records("a")));
        assertThat(client.receive()).isNull();
        assertThat(driver.broker.endOffset("orders", 0)).isEqualTo(1);
        assertThat(client.closedByBroker).isFalse();

        client.send(ApiKeys.PRODUCE, 9, FetchTest.produce("nowhere", 0, 0, FetchTest.records("a")));

        assertThat(client.closedByBroker).isTrue();
        assertThat(driver.failures).isEmpty();
    }

    @Test
    void errorsArePerPartition() {
        assertThat(Errors.forCode(
                        produce(9, "nowhere", -1, FetchTest.records("a")).errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(Errors.forCode(
                        produce(9, "orders", 2, FetchTest.records("a")).errorCode()))
                .isEqualTo(Errors.INVALID_REQUIRED_ACKS);
        assertThat(Errors.forCode(produce(9, "orders", -1, FetchTest.records("x".repeat(1000)))
                        .errorCode()))
                .isEqualTo(Errors.MESSAGE_TOO_LARGE);
        driver.withCoordinator();
        assertThat(Errors.forCode(produce(9, "__consumer_offsets", -1, FetchTest.records("a"))
                        .errorCode()))
                .isEqualTo(Errors.INVALID_TOPIC_EXCEPTION);
        assertThat(driver.broker.endOffset("orders", 0)).isZero();
    }

    @Test
    void zstdNeedsVersion7() {
        MemoryRecords zstd = MemoryRecords.withRecords(
                Compression.zstd().build(), new SimpleRecord(BrokerDriver.START_MS, "a".getBytes(), "b".getBytes()));

        assertThat(Errors.forCode(produce(6, "orders", -1, zstd).errorCode()))
                .isEqualTo(Errors.UNSUPPORTED_COMPRESSION_TYPE);
        assertThat(produce(7, "orders", -1, zstd).errorCode()).isZero();
    }

    @Test
    void invalidTimestampsAreNamedPerRecord() {
        MemoryRecords late = MemoryRecords.withRecords(
                Compression.NONE,
                new SimpleRecord(BrokerDriver.START_MS, "a".getBytes(), "b".getBytes()),
                new SimpleRecord(BrokerDriver.START_MS + 3_600_001, "a".getBytes(), "b".getBytes()));

        PartitionProduceResponse answer = produce(9, "orders", -1, late);

        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.INVALID_TIMESTAMP);
        assertThat(BrokerDriver.only(answer.recordErrors()).batchIndex()).isEqualTo(1);
    }

    @Test
    void idempotentProducersGetIdsInOrder() {
        for (long expected = 0; expected < 3; expected++) {
            InitProducerIdResponseData response = client.call(
                    ApiKeys.INIT_PRODUCER_ID,
                    4,
                    new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(1),
                    InitProducerIdResponseData.class);
            assertThat(response.producerId()).isEqualTo(expected);
            assertThat(response.producerEpoch()).isZero();
        }
    }

    @Test
    void transactionalRecordsWithoutATransactionalIdAreNotAuthorized() {
        MemoryRecords records = MemoryRecords.withTransactionalRecords(
                Compression.NONE, 7L, (short) 0, 0, new SimpleRecord(BrokerDriver.START_MS, "v".getBytes()));

        ProduceResponseData response =
                client.call(ApiKeys.PRODUCE, 9, FetchTest.produce("orders", 0, -1, records), ProduceResponseData.class);

        assertThat(BrokerDriver.error(BrokerDriver.only(
                                BrokerDriver.only(response.responses()).partitionResponses())
                        .errorCode()))
                .isEqualTo(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }

    private ListOffsetsPartitionResponse listOffsets(int version, long timestamp, int leaderEpoch) {
        ListOffsetsRequestData request = new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setTopics(List.of(new ListOffsetsTopic()
                        .setName("orders")
                        .setPartitions(List.of(new ListOffsetsPartition()
                                .setPartitionIndex(0)
                                .setTimestamp(timestamp)
                                .setCurrentLeaderEpoch(leaderEpoch)))));
        ListOffsetsResponseData response =
                client.call(ApiKeys.LIST_OFFSETS, version, request, ListOffsetsResponseData.class);
        return BrokerDriver.only(BrokerDriver.only(response.topics()).partitions());
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 2, -1",
        "-2, 0, -1",
        "-3, 0, 1700000000000",
        "-4, 0, -1",
        "-5, -1, -1",
        "-6, -1, -1",
        "1700000000000, 0, 1700000000000",
        "1700000000001, -1, -1"
    })
    void offsetsAreListedByTime(long timestamp, long offset, long found) {
        produce(9, "orders", -1, FetchTest.records("a", "b"));

        ListOffsetsPartitionResponse answer = listOffsets(11, timestamp, -1);

        assertThat(answer.errorCode()).isZero();
        assertThat(answer.offset()).isEqualTo(offset);
        assertThat(answer.timestamp()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"6, -3", "7, -4", "8, -5", "10, -6", "11, -7"})
    void specialTimestampsNeedTheirVersion(int version, long timestamp) {
        assertThat(Errors.forCode(listOffsets(version, timestamp, -1).errorCode()))
                .isEqualTo(Errors.UNSUPPORTED_VERSION);
    }

    @Test
    void leaderEpochsAreChecked() {
        assertThat(Errors.forCode(listOffsets(9, -1, 1).errorCode())).isEqualTo(Errors.UNKNOWN_LEADER_EPOCH);
        assertThat(listOffsets(9, -1, 0).leaderEpoch()).isZero();
        OffsetForLeaderEpochRequestData request = new OffsetForLeaderEpochRequestData().setReplicaId(-2);
        request.topics()
                .add(new OffsetForLeaderTopic()
                        .setTopic("orders")
                        .setPartitions(List.of(
                                new OffsetForLeaderPartition().setPartition(0).setLeaderEpoch(0),
                                new OffsetForLeaderPartition().setPartition(9).setLeaderEpoch(0))));

        OffsetForLeaderEpochResponseData response =
                client.call(ApiKeys.OFFSET_FOR_LEADER_EPOCH, 4, request, OffsetForLeaderEpochResponseData.class);

        assertThat(BrokerDriver.only(response.topics()).partitions().get(0).endOffset())
                .isZero();
        assertThat(Errors.forCode(
                        BrokerDriver.only(response.topics()).partitions().get(1).errorCode()))
                .isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    }
}
