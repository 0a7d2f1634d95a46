package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** An application that lives by the wall clock, on a cluster that does not. */
class ClocksOfTheApplicationTest {

    private static long sent(InMemoryKafka kafka, Instant stamp) throws Exception {
        try (Producer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            return producer.send(new ProducerRecord<>("orders", 0, stamp.toEpochMilli(), "k", "v"))
                    .get()
                    .offset();
        }
    }

    private static InMemoryKafkaConfig.Builder config() {
        return InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1);
    }

    @Test
    void recordOfTodayIsRefusedInWordsThatNameTheStartTime() {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build())) {
            Instant today = config().startNow().build().startTime();
            assertThatThrownBy(() -> sent(kafka, today))
                    .cause()
                    .isInstanceOf(InvalidTimestampException.class)
                    .hasMessageContaining("the cluster's clock is at 2024-01-01T00:00:00.")
                    .hasMessageEndingWith("startTime = \"now\"");
        }
    }

    /** {@code message.timestamp.after.max.ms} is an hour by default. */
    @Test
    void recordOfTheNextHourIsTakenAndALaterOneIsNot() throws Exception {
        try (InMemoryKafka kafka = InMemoryKafka.start(config().build())) {
            kafka.clock().advance(Duration.ofSeconds(1));
            assertThat(sent(kafka, kafka.clock().now().plus(Duration.ofHours(1))))
                    .isZero();
            Instant later = kafka.clock().now().plus(Duration.ofHours(1)).plusSeconds(1);
            assertThatThrownBy(() -> sent(kafka, later)).hasMessageContaining("startTime");
        }
    }

    @Test
    void recordOfTodayIsTakenByAClusterThatStartsNow() throws Exception {
        InMemoryKafkaConfig config = config().startNow().build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
            assertThat(sent(kafka, config.startTime())).isZero();
            assertThat(kafka.clock().startTime()).isEqualTo(config.startTime());
        }
    }
}
