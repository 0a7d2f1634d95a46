package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A commit that is retried in its callback and overwrites a later one: a bug that shows when both are on their way. */
class TwoInFlightTest {
    private static final TopicPartition P = new TopicPartition("orders", 0);

    private static long committed(long seed, Duration latency) {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 1)
                .seed(seed)
                .build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
            try (Producer<String, String> producer =
                    kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < 3; i++) {
                    producer.send(new ProducerRecord<>("orders", 0, null, "x"));
                }
            }
            try (Consumer<String, String> consumer = kafka.consumer(
                    Map.of("group.id", "billing", "enable.auto.commit", "false"),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                if (!latency.isZero()) {
                    kafka.client(consumer).latency(latency);
                }
                consumer.subscribe(List.of("orders"));
                kafka.awaitStable("billing");
                kafka.faults()
                        .on(ApiKeys.OFFSET_COMMIT)
                        .from(consumer)
                        .onCall(1)
                        .respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
                consumer.commitAsync(Map.of(P, new OffsetAndMetadata(1)), (offsets, thrown) -> {
                    if (thrown != null) {
                        consumer.commitAsync(offsets, null);
                    }
                });
                consumer.commitAsync(Map.of(P, new OffsetAndMetadata(3)), null);
                consumer.poll(Duration.ofSeconds(1));
                return consumer.committed(Set.of(P)).get(P).offset();
            }
        }
    }

    @Test
    void retriedCommitOverwritesALaterOneWhereANetworkTakesTime() {
        assertThat(committed(0, Duration.ofMillis(5))).isEqualTo(1);
    }

    /** With seed 0 the answer to the first is there before the second is sent. */
    @Test
    void bugDoesNotShowWherePacketsTakeNoTime() {
        assertThat(committed(0, Duration.ZERO)).isEqualTo(3);
    }

    @Test
    void firstSeedsOfASimulationFindIt() {
        assertThat(LongStream.rangeClosed(1, 5).map(seed -> committed(seed, Duration.ZERO)))
                .contains(1L);
    }
}
