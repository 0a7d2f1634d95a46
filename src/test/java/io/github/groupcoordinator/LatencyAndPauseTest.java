package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slow link and a broker that hangs tell one story: it failed for the client, and it happened. */
class LatencyAndPauseTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private static InMemoryKafka start() {
        return InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());
    }

    private enum Disturbance {
        LATENCY {
            @Override
            void begin(InMemoryKafka kafka, Object client) {
                kafka.client(client).latency(Duration.ofSeconds(20));
            }

            @Override
            void end(InMemoryKafka kafka, Object client) {
                kafka.client(client).latency(Duration.ZERO);
            }
        },
        PAUSE {
            @Override
            void begin(InMemoryKafka kafka, Object client) {
                kafka.broker(0).pause();
            }

            @Override
            void end(InMemoryKafka kafka, Object client) {
                kafka.broker(0).resume();
            }
        };

        abstract void begin(InMemoryKafka kafka, Object client);

        abstract void end(InMemoryKafka kafka, Object client);
    }

    private static Duration timeOf(InMemoryKafka kafka, Runnable call) {
        Instant before = kafka.clock().now();
        assertThatThrownBy(call::run).isInstanceOf(TimeoutException.class);
        return Duration.between(before, kafka.clock().now());
    }

    @ParameterizedTest
    @CsvSource({"LATENCY, classic", "PAUSE, classic", "LATENCY, consumer", "PAUSE, consumer"})
    void commitThatItsClientGaveUpIsDone(Disturbance disturbance, String protocol) {
        try (InMemoryKafka kafka = start()) {
            try (Producer<String, String> producer =
                    kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("orders", 0, null, "a"));
                producer.send(new ProducerRecord<>("orders", 0, null, "b"));
            }
            Map<String, Object> config = Map.of(
                    "group.id", "billing",
                    "group.protocol", protocol,
                    "enable.auto.commit", "false",
                    "request.timeout.ms", "30000",
                    "default.api.timeout.ms", "4000");
            try (Consumer<String, String> consumer =
                    kafka.consumer(config, new StringDeserializer(), new StringDeserializer())) {
                consumer.assign(List.of(ORDERS));
                consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(1)));
                disturbance.begin(kafka, consumer);
                assertThat(timeOf(kafka, () -> consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(2)))))
                        .isEqualTo(Duration.ofSeconds(4));
                kafka.clock().advance(Duration.ofSeconds(20)); // The request is there, its client has gone.
                disturbance.end(kafka, consumer);
                kafka.clock().advance(Duration.ofSeconds(25)); // The answer has come to nobody.
                assertThat(kafka.group("billing").committedOffsets().get(ORDERS).offset())
                        .isEqualTo(2);
                assertThat(consumer.committed(Set.of(ORDERS)).get(ORDERS).offset())
                        .isEqualTo(2);
            }
        }
    }
}
