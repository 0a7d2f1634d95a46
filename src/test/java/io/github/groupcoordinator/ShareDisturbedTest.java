package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Share consumers (KIP-932) whose process crashes or hangs, or loses its network, and what they hold then. */
class ShareDisturbedTest {
    private static final String GROUP = "work";

    /** The lock on a record that was delivered: {@code group.share.record.lock.duration.ms}. */
    private static final Duration LOCK = Duration.ofSeconds(30);

    private InMemoryKafka kafka;

    @BeforeEach
    void start() throws ExecutionException, InterruptedException {
        kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());
        try (Admin admin = kafka.admin()) {
            AlterConfigOp fromTheStart =
                    new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, GROUP), List.of(fromTheStart)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    private void produce(String... values) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = kafka.producer(
                Map.of("key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class))) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("orders", 0, "k", value)).get();
            }
        }
    }

    private static Map<String, Object> config(String clientId, String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", GROUP);
        config.put("client.id", clientId);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    private KafkaShareConsumer<String, String> consumer(String clientId, String... more) {
        KafkaShareConsumer<String, String> consumer = kafka.shareConsumer(config(clientId, more));
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private KafkaShareConsumer<String, String> explicit(String clientId) {
        return consumer(clientId, "share.acknowledgement.mode", "explicit");
    }

    /** Polls until something comes, and tells it, the how manieth time it comes, and how long it took. */
    private String next(KafkaShareConsumer<String, String> consumer) {
        Instant before = kafka.clock().now();
        ConsumerRecord<String, String> record =
                consumer.poll(Duration.ofMinutes(10)).iterator().next();
        return record.value() + " x" + record.deliveryCount().orElseThrow() + " after "
                + Duration.between(before, kafka.clock().now());
    }

    /** One consumer holds a record, and another waits. */
    private record Holding(
            KafkaShareConsumer<String, String> holder,
            ConsumerRecord<String, String> held,
            KafkaShareConsumer<String, String> other) {}

    private Holding holding() throws Exception {
        KafkaShareConsumer<String, String> holder = explicit("holder");
        KafkaShareConsumer<String, String> other = explicit("other");
        kafka.awaitStable(GROUP);
        produce("a");
        ConsumerRecord<String, String> held =
                holder.poll(Duration.ofSeconds(1)).iterator().next();
        return new Holding(holder, held, other);
    }

    @Test
    void crashReleasesTheLocksAtOnce() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).crash();
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        holding.other().close();
    }

    @Test
    void pausedProcessHoldsItsLocksUntilTheyRunOut() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        assertThat(next(holding.other())).isEqualTo("a x2 after " + LOCK);
        holding.other().close();
    }

    @Test
    void processThatIsKilledWhileItHangsHoldsNothingAnyMore() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        kafka.clock().advance(Duration.ofSeconds(7));
        kafka.client(holding.holder()).crash();
        assertThat(kafka.client(holding.holder()).isPaused()).isFalse();
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        holding.other().close();
    }

    @Test
    void pausedProcessIsExpiredAndComesBackTooLateToAcknowledge() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        assertThat(kafka.client(holding.holder()).isPaused()).isTrue();
        assertThatThrownBy(() -> holding.holder().poll(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("poll(..) was called on KafkaShareConsumer 'holder', which was paused at 00:00:05.005 and"
                        + " was not resumed. Call client(..).resume() first if it is meant to come back.");
        kafka.clock().advance(Duration.ofSeconds(45));
        assertThat(kafka.group(GROUP).members())
                .extracting(member -> member.ref().clientId())
                .containsExactly("other");
        kafka.client(holding.holder()).resume();
        holding.holder().acknowledge(holding.held(), AcknowledgeType.ACCEPT);
        assertThat(holding.holder().commitSync().values())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome).get().isInstanceOf(InvalidRecordStateException.class));
        kafka.awaitStable(GROUP);
        assertThat(kafka.group(GROUP).members())
                .extracting(member -> member.ref().clientId())
                .containsExactly("other", "holder");
        holding.holder().close();
        holding.other().close();
    }

    @Test
    void connectionThatIsCutReleasesTheLocksAndTheConsumerGoesOn() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).disconnect();
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        holding.other().close();
        holding.holder().acknowledge(holding.held(), AcknowledgeType.ACCEPT);
        assertThat(next(holding.holder())).isEqualTo("a x3 after PT0.1S");
        holding.holder().close();
    }

    @Test
    void memberWithoutHeartbeatsIsExpiredAndHoldsItsLocks() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pauseHeartbeats();
        kafka.clock().advance(LOCK.minusMillis(1));
        holding.holder().acknowledge(holding.held(), AcknowledgeType.ACCEPT);
        assertThat(holding.holder().commitSync().values()).containsExactly(Optional.empty());
        kafka.clock().advance(Duration.ofSeconds(16));
        assertThat(kafka.group(GROUP).members())
                .extracting(member -> member.ref().clientId())
                .containsExactly("other");
        kafka.client(holding.holder()).resume();
        kafka.awaitStable(GROUP);
        holding.holder().close();
        holding.other().close();
    }

    @Test
    void pausedConsumerIsNoLeakAndIsClosedWithoutAWord() throws Exception {
        Holding holding = holding();
        kafka.client(holding.holder()).pause();
        holding.holder().close();
        assertThat(kafka.group(GROUP).members()).hasSize(2);
        assertThat(next(holding.other())).isEqualTo("a x2 after PT0S");
        kafka.client(holding.other()).pause();
    }
}
