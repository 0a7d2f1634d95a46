package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose process hangs, with connections that stay open. */
class PausedClientTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private static InMemoryKafka start() {
        return InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());
    }

    private static Consumer<String, String> consumer(InMemoryKafka kafka, String clientId, String protocol) {
        Consumer<String, String> consumer = kafka.consumer(
                Map.of("group.id", "billing", "client.id", clientId, "group.protocol", protocol),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void pausedConsumerLosesItsPartitionsAndJoinsAgainWhenItGoesOn(String protocol) {
        try (InMemoryKafka kafka = start();
                Consumer<String, String> first = consumer(kafka, "first", protocol)) {
            kafka.awaitStable("billing");
            kafka.client(first).pause();
            assertThat(kafka.client(first).isPaused()).isTrue();
            assertThat(kafka.client(first).isCrashed()).isFalse();
            assertThatThrownBy(first::assignment)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("assignment() was called on KafkaConsumer 'first', which was paused at ")
                    .hasMessageEndingWith(
                            "and was not resumed. Call client(..).resume() first if it is meant to come" + " back.");
            try (Consumer<String, String> second = consumer(kafka, "second", protocol)) {
                kafka.awaitStable("billing");
                assertThat(second.assignment()).containsExactly(ORDERS);
                assertThat(kafka.group("billing").members()).hasSize(1);
                kafka.client(first).resume();
                kafka.awaitStable("billing");
                assertThat(kafka.group("billing").members()).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void pausedConsumerIsClosedWithoutAWord(String protocol) {
        try (InMemoryKafka kafka = start()) {
            Consumer<String, String> first = consumer(kafka, "first", protocol);
            kafka.awaitStable("billing");
            kafka.client(first).pause();
            first.close();
            assertThat(kafka.client(first).isClosed()).isTrue();
            assertThat(kafka.group("billing").members()).hasSize(1);
        }
    }

    @Test
    void pausedProducerSendsItsRecordsWhenItGoesOn() {
        try (InMemoryKafka kafka = start();
                Producer<String, String> producer =
                        kafka.producer(Map.of("linger.ms", "10"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("orders", "a"));
            kafka.client(producer).pause();
            kafka.clock().advance(Duration.ofSeconds(10));
            assertThat(kafka.endOffset("orders", 0)).isZero();
            assertThatThrownBy(producer::flush)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("which was paused at 00:00:00.000 and was not resumed");
            kafka.client(producer).resume();
            producer.flush();
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(1);
        }
    }

    @Test
    void pausedProducerIsClosedWithoutSendingWhatItHas() {
        try (InMemoryKafka kafka = start()) {
            Producer<String, String> producer =
                    kafka.producer(Map.of("linger.ms", "10"), new StringSerializer(), new StringSerializer());
            producer.send(new ProducerRecord<>("orders", "a"));
            kafka.client(producer).pause();
            producer.close();
            assertThat(kafka.endOffset("orders", 0)).isZero();
        }
    }
}
