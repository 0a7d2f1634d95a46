package io.github.groupcoordinator.internal.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.internal.log.Bombs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that cost more than they send: nothing of it is held, and the others are served. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileClientsTest {
    private static final int RECORD_BYTES = 300_000;
    private static final ApiVersionsRequestData API_VERSIONS =
            new ApiVersionsRequestData().setClientSoftwareName("test").setClientSoftwareVersion("1");

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .topic("large", 1)
            .listener(ListenerConfig.inVirtualTime())
            .build());
    private final RawClient polite;

    HostileClientsTest() throws IOException {
        polite = new RawClient(kafka.bootstrapServers(), "polite");
    }

    @AfterEach
    void close() throws IOException {
        polite.close();
        kafka.close();
    }

    private void assertOthersAreServed() throws IOException {
        ApiVersionsResponseData answer =
                polite.ask(ApiKeys.API_VERSIONS, 3, API_VERSIONS, ApiVersionsResponseData.class);
        assertThat(answer.errorCode()).isZero();
    }

    private void fill() {
        try (Producer<byte[], byte[]> producer =
                kafka.producer(Map.of(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("large", new byte[RECORD_BYTES]));
            producer.flush();
        }
    }

    private static FetchRequestData fetch() {
        return new FetchRequestData()
                .setMaxWaitMs(0)
                .setMinBytes(0)
                .setMaxBytes(2 * RECORD_BYTES)
                .setTopics(List.of(new FetchTopic()
                        .setTopic("large")
                        .setPartitions(List.of(new FetchPartition()
                                .setPartition(0)
                                .setFetchOffset(0)
                                .setPartitionMaxBytes(2 * RECORD_BYTES)))));
    }

    private long served() {
        return kafka.requests().of(ApiKeys.FETCH).all().stream()
                .filter(request -> request.clientId().equals("mute"))
                .count();
    }

    /** The sockets of both ends take some megabytes; beyond those one answer is held. */
    @Test
    void clientThatDoesNotReadIsNotReadFromEither() throws IOException {
        int requests = 200;
        fill();
        try (RawClient mute = new RawClient(kafka.bootstrapServers(), "mute")) {
            for (int i = 0; i < requests; i++) {
                mute.send(ApiKeys.FETCH, 4, fetch());
            }
            for (int i = 0; i < 2 * requests; i++) {
                assertOthersAreServed();
            }

            assertThat(served()).isLessThan(requests / 2);

            for (int correlationId = 1; correlationId <= requests; correlationId++) {
                ByteBuffer answer = ByteBuffer.wrap(mute.receiveBytes());
                assertThat(answer.getInt()).isEqualTo(correlationId);
                assertThat(answer.limit()).isGreaterThan(RECORD_BYTES);
            }
            assertThat(served()).isEqualTo(requests);
        }
    }

    @Test
    void connectionsThatOnlyAnnounceFramesHarmNobody() throws IOException {
        byte[] announcement = ByteBuffer.allocate(5).putInt(100 * 1024 * 1024).array();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            RawClient client = new RawClient(kafka.bootstrapServers(), "announcer-" + i);
            client.resetOnClose();
            client.sendBytes(announcement);
            clients.add(client);
        }

        assertOthersAreServed();
        for (RawClient client : clients) {
            client.close();
        }
        assertOthersAreServed();
    }

    private Errors produce(MemoryRecords records) throws IOException {
        ProduceRequestData request =
                new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1_000);
        request.topicData()
                .add(new TopicProduceData()
                        .setName("large")
                        .setPartitionData(
                                List.of(new PartitionProduceData().setIndex(0).setRecords(records))));
        ProduceResponseData answer = polite.ask(ApiKeys.PRODUCE, 9, request, ProduceResponseData.class);
        return Errors.forCode(
                answer.responses().iterator().next().partitionResponses().get(0).errorCode());
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void batchThatClaimsTwoBillionRecordsIsInvalid(CompressionType codec) throws IOException {
        long nowMs = kafka.clock().now().toEpochMilli();

        assertThat(produce(Bombs.claiming(codec, nowMs, Integer.MAX_VALUE))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(Bombs.claiming(codec, nowMs, 2))).isEqualTo(Errors.INVALID_RECORD);
        assertThat(produce(Bombs.claiming(codec, nowMs, 1))).isEqualTo(Errors.NONE);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void whatInflatesBeyondTheLargestMessageIsTakenAsByKafka(CompressionType codec) throws IOException {
        long nowMs = kafka.clock().now().toEpochMilli();

        assertThat(produce(Bombs.inflating(codec, nowMs, 8 * 1024 * 1024)))
                .isEqualTo(codec == CompressionType.NONE ? Errors.MESSAGE_TOO_LARGE : Errors.NONE);
    }
}
