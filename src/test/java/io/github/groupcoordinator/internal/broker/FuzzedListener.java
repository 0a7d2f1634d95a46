package io.github.groupcoordinator.internal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.internal.net.tcp.RawClient;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.view.RequestView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** A cluster with a listener: frames come over TCP. */
final class FuzzedListener implements Fuzzed {
    /** A request that has no answer by then is parked, or expects none. */
    private static final int PATIENCE_MS = 10;

    private final InMemoryKafka kafka;
    private final RawClient neighbour;
    private final FuzzFrames frames;
    private RawClient client;

    FuzzedListener(long seed) throws IOException {
        kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .relax(Invariant.values())
                .listener(ListenerConfig.inVirtualTime())
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .topic("orders", 3)
                .build());
        neighbour = new RawClient(kafka.bootstrapServers(), "neighbour");
        client = connect();
        MetadataRequestData ask = new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("orders")));
        MetadataResponseData metadata = neighbour.ask(ApiKeys.METADATA, 12, ask, MetadataResponseData.class);
        neighbour.send(ApiKeys.JOIN_GROUP, 3, SampleRequests.joinGroup(""));
        JoinGroupResponseData joined = (JoinGroupResponseData) neighbour.receive(ApiKeys.JOIN_GROUP, 3);
        frames = new FuzzFrames(
                seed, new SampleRequests(BrokerDriver.only(metadata.topics()).topicId()), joined.memberId());
    }

    private RawClient connect() throws IOException {
        RawClient connected = new RawClient(kafka.bootstrapServers(), "fuzz");
        connected.resetOnClose();
        return connected;
    }

    @Override
    public String kind() {
        return "listener";
    }

    @Override
    public FuzzFrames frames() {
        return frames;
    }

    @Override
    public Outcome send(byte[] frame) throws IOException {
        Outcome outcome = exchange(frame);
        if (outcome != Outcome.ANSWERED) {
            client.close();
            client = connect();
        }
        return outcome;
    }

    private Outcome exchange(byte[] frame) throws IOException {
        try {
            client.sendBytes(ByteBuffer.allocate(Integer.BYTES + frame.length)
                    .putInt(frames.announced(frame))
                    .put(frame)
                    .array());
            return client.hasAnswered(PATIENCE_MS) ? Outcome.ANSWERED : Outcome.SILENT;
        } catch (IOException closed) {
            return Outcome.CLOSED;
        }
    }

    @Override
    public void check() throws IOException {
        kafka.clock().advance(Duration.ofMillis(frames.random(20_000)));
        if (!kafka.topicNames().contains("orders")) {
            kafka.createTopic("orders", 3);
        }
        ApiVersionsResponseData answer = neighbour.ask(
                ApiKeys.API_VERSIONS,
                3,
                new ApiVersionsRequestData().setClientSoftwareName("n").setClientSoftwareVersion("1"),
                ApiVersionsResponseData.class);
        assertThat(answer.errorCode()).isEqualTo(Errors.NONE.code());
    }

    @Override
    public List<? extends RequestView> requests() {
        return kafka.requests().all();
    }

    @Override
    public void close() throws IOException {
        client.close();
        neighbour.close();
        kafka.close();
    }
}
