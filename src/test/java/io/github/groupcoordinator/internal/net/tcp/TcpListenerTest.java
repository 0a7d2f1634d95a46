package io.github.groupcoordinator.internal.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.time.VirtualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TcpListenerTest {
    private static final ApiVersionsRequestData API_VERSIONS =
            new ApiVersionsRequestData().setClientSoftwareName("test").setClientSoftwareVersion("1");

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(TcpConnection.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static InMemoryKafkaConfig.Builder config() {
        return InMemoryKafkaConfig.defaults().toBuilder()
                .listener(ListenerConfig.inVirtualTime())
                .topic("orders", 1);
    }

    private static void assertServed(RawClient client) throws IOException {
        ApiVersionsResponseData answer =
                client.ask(ApiKeys.API_VERSIONS, 3, API_VERSIONS, ApiVersionsResponseData.class);
        assertThat(answer.errorCode()).isEqualTo(Errors.NONE.code());
    }

    @Test
    void onlyTheLoopbackAddressIsBound() {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build())) {
            assertThat(kafka.bootstrapServers()).matches("127\\.0\\.0\\.1:\\d+").doesNotContain(":19092");
            assertThat(kafka.toString()).contains(kafka.bootstrapServers());
        }
    }

    @Test
    void withoutAListenerNothingListens() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            assertThatThrownBy(() -> new RawClient(kafka.bootstrapServers(), "nobody"))
                    .isInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void clientsAreToldThePortsOfTheListener() throws IOException {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build());
                RawClient client = new RawClient(kafka.bootstrapServers(), "raw")) {
            MetadataResponseData metadata =
                    client.ask(ApiKeys.METADATA, 9, new MetadataRequestData(), MetadataResponseData.class);
            assertThat(metadata.brokers()).singleElement().satisfies(broker -> assertThat(
                            broker.host() + ":" + broker.port())
                    .isEqualTo(kafka.bootstrapServers()));
        }
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInOrder() throws IOException {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build());
                RawClient client = new RawClient(kafka.bootstrapServers(), "raw")) {
            for (int i = 0; i < 50; i++) {
                client.send(ApiKeys.API_VERSIONS, 3, API_VERSIONS);
            }
            for (int i = 1; i <= 50; i++) {
                assertThat(ByteBuffer.wrap(client.receiveBytes()).getInt())
                        .as("correlation id")
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void frameMayComeInPieces() throws IOException {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build());
                RawClient client = new RawClient(kafka.bootstrapServers(), "raw")) {
            byte[] frame = RawClient.frame(ApiKeys.API_VERSIONS, (short) 3, 7, "raw", API_VERSIONS)
                    .array();
            for (byte each : frame) {
                client.sendBytes(new byte[] {each});
            }
            assertThat(ByteBuffer.wrap(client.receiveBytes()).getInt()).isEqualTo(7);
        }
    }

    @Test
    void malformedFrameClosesItsConnectionWithOneLineAndHarmsNobodyElse() throws IOException {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build());
                RawClient neighbour = new RawClient(kafka.bootstrapServers(), "neighbour")) {
            assertServed(neighbour);
            List<byte[]> malformed = List.of(
                    "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                    new byte[] {-1, -1, -1, -1},
                    new byte[] {0, 0, 0, 0},
                    new byte[] {0, 0, 0, 4, 0, 3, 0, 9},
                    new byte[] {0, 0, 0, 8, 0, 3, 0, 99, 0, 0, 0, 1},
                    new byte[] {0, 0, 0, 8, 3, -25, 0, 0, 0, 0, 0, 1});
            for (byte[] bytes : malformed) {
                try (RawClient client = new RawClient(kafka.bootstrapServers(), "broken")) {
                    client.sendBytes(bytes);
                    assertThat(client.isClosedByPeer()).isTrue();
                }
                assertServed(neighbour);
            }
            assertThat(logged).hasSize(malformed.size()).allSatisfy(line -> assertThat(line)
                    .startsWith("Closed the connection of 127.0.0.1:")
                    .doesNotContain("\n"));
            assertThat(logged.get(0)).contains("1195725856 bytes was announced, and socket.request.max.bytes is");
            assertThat(logged.get(4)).contains("Metadata v99 is not supported yet; see docs/fidelity.md");
            assertThat(logged.get(5)).contains("API key 999 is not supported yet");
        }
    }

    @Test
    void frameOfTheLargestSizeIsServedAndOneByteMoreIsNot() throws IOException {
        byte[] frame = RawClient.frame(ApiKeys.API_VERSIONS, (short) 3, 1, "raw", API_VERSIONS)
                .array();
        String largest = String.valueOf(frame.length - Integer.BYTES);
        try (InMemoryKafka kafka = InMemoryKafka.start(
                config().brokerProperty("socket.request.max.bytes", largest).build())) {
            try (RawClient client = new RawClient(kafka.bootstrapServers(), "raw")) {
                client.sendBytes(frame);
                assertThat(client.receiveBytes()).isNotEmpty();
            }
            try (RawClient client = new RawClient(kafka.bootstrapServers(), "raw2")) {
                assertThat(logged).isEmpty();
                client.send(ApiKeys.API_VERSIONS, 3, API_VERSIONS);
                assertThat(client.isClosedByPeer()).isTrue();
            }
            assertThat(logged).singleElement().asString().contains("socket.request.max.bytes is " + largest);
        }
    }

    @Test
    void whoComesWhenAllConnectionsAreTakenWaitsUntilOneGoes() throws IOException {
        try (InMemoryKafka kafka = InMemoryKafka.start(
                        config().brokerProperty("max.connections", "1").build());
                RawClient second = connectSecond(kafka)) {
            assertThat(ByteBuffer.wrap(second.receiveBytes()).getInt()).isEqualTo(1);
            assertThat(kafka.requests().all())
                    .extracting(request -> request.clientId())
                    .containsExactly("first", "first", "second");
        }
    }

    private static RawClient connectSecond(InMemoryKafka kafka) throws IOException {
        try (RawClient first = new RawClient(kafka.bootstrapServers(), "first")) {
            assertServed(first);
            RawClient second = new RawClient(kafka.bootstrapServers(), "second");
            second.send(ApiKeys.API_VERSIONS, 3, API_VERSIONS);
            // The second's request was sent before this one and is not answered: nobody has let it in.
            assertServed(first);
            return second;
        }
    }

    @Test
    void emptyFetchIsAnsweredAfterRealTimeWhileTheClockStands() throws IOException {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build());
                RawClient client = new RawClient(kafka.bootstrapServers(), "raw")) {
            FetchRequestData fetch = new FetchRequestData()
                    .setMaxWaitMs(50)
                    .setMinBytes(1)
                    .setMaxBytes(1_000)
                    .setTopics(List.of(new FetchRequestData.FetchTopic()
                            .setTopic("orders")
                            .setPartitions(List.of(new FetchRequestData.FetchPartition()
                                    .setPartition(0)
                                    .setPartitionMaxBytes(1_000)))));
            FetchResponseData answer = client.ask(ApiKeys.FETCH, 11, fetch, FetchResponseData.class);
            assertThat(answer.errorCode()).isEqualTo(Errors.NONE.code());
            assertThat(kafka.clock().elapsed()).isZero();
        }
    }

    @Test
    void closingTheClusterClosesItsConnectionsAndEndsItsThreads() throws IOException {
        InMemoryKafka kafka = InMemoryKafka.start(config().build());
        try (RawClient client = new RawClient(kafka.bootstrapServers(), "raw")) {
            assertServed(client);
            kafka.close();
            assertThat(client.isClosedByPeer()).isTrue();
            assertThatThrownBy(() -> new RawClient(kafka.bootstrapServers(), "late"))
                    .isInstanceOf(ConnectException.class);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains(kafka.bootstrapServers()));
        }
    }

    @Test
    void twoClustersOnOneClockEachListen() throws IOException {
        VirtualClock clock = InMemoryKafka.newClock();
        try (InMemoryKafka first = InMemoryKafka.start(config().clock(clock).build());
                InMemoryKafka second = InMemoryKafka.start(config().clock(clock).build());
                RawClient ofFirst = new RawClient(first.bootstrapServers(), "raw");
                RawClient ofSecond = new RawClient(second.bootstrapServers(), "raw")) {
            assertServed(ofFirst);
            assertServed(ofSecond);
            clock.advance(Duration.ofMinutes(1));
            assertServed(ofFirst);
            assertThat(first.requests().all()).hasSize(2);
            assertThat(second.requests().all()).hasSize(1);
        }
    }

    @Test
    void aSharedClockDoesNotFlow() {
        InMemoryKafkaConfig config = config().listener(ListenerConfig.inSystemTime())
                .clock(InMemoryKafka.newClock())
                .build();
        assertThatThrownBy(() -> InMemoryKafka.start(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a clock of its own");
    }
}
