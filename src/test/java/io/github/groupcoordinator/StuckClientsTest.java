package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.group.OffsetsCommitted;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits that would never end in real time and end in virtual time: endless polls, clients that spin or are gone. */
@Timeout(30)
final class StuckClientsTest {
    private final InMemoryKafka kafka = cluster(InMemoryKafka.newClock());

    private static InMemoryKafka cluster(VirtualClock clock) {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .clock(clock)
                .topic("orders", 4)
                .build());
    }

    private static KafkaConsumer<String, String> member(InMemoryKafka cluster) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        KafkaConsumer<String, String> consumer =
                cluster.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private KafkaProducer<String, String> producer() {
        // It forgets a topic that it has not sent to for five minutes, and could not look it up in a scheduled task.
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("metadata.max.idle.ms", Duration.ofHours(2).toMillis());
        return kafka.producer(config, new StringSerializer(), new StringSerializer());
    }

    @Test
    void endlessPollThatNobodyWillEndIsADeadlockDespiteIdleClientsAndAutoCommits() {
        try (kafka;
                Admin admin = kafka.admin();
                KafkaProducer<String, String> producer = producer();
                KafkaConsumer<String, String> consumer = member(kafka)) {
            assertThatThrownBy(() -> consumer.poll(Duration.ofMillis(Long.MAX_VALUE)))
                    .isInstanceOf(VirtualDeadlockException.class)
                    .hasMessageContaining("poll");
            assertThat(kafka.events().of(OffsetsCommitted.class)).isNotEmpty();
            assertThat(kafka.client(admin).isClosed()).isFalse();
            assertThat(kafka.client(producer).isClosed()).isFalse();
        }
    }

    @Test
    void endlessPollEndsWhenARecordComes() {
        try (kafka;
                KafkaProducer<String, String> producer = producer();
                KafkaConsumer<String, String> consumer = member(kafka)) {
            kafka.awaitStable("billing");
            producer.partitionsFor("orders");
            kafka.clock().schedule(Duration.ofMinutes(50), () -> producer.send(new ProducerRecord<>("orders", "late")));
            assertThat(consumer.poll(Duration.ofMillis(Long.MAX_VALUE))).hasSize(1);
        }
    }

    @Test
    void pollWithPausedHeartbeatsTakesItsTime() {
        try (kafka;
                KafkaConsumer<String, String> consumer = member(kafka)) {
            kafka.awaitStable("billing");
            kafka.client(consumer).pauseHeartbeats();
            Duration before = kafka.clock().elapsed();
            consumer.poll(Duration.ofSeconds(20));
            assertThat(kafka.clock().elapsed().minus(before)).isEqualTo(Duration.ofSeconds(20));
        }
    }

    @Test
    void crashedClientsThreadDoesNothingUntilItIsResumed() {
        List<String> heard = new ArrayList<>();
        try (kafka;
                Admin admin = kafka.admin();
                KafkaProducer<String, String> producer = producer()) {
            producer.partitionsFor("orders");
            producer.send(new ProducerRecord<>("orders", "lost"), (metadata, failure) -> heard.add("failed"));
            kafka.client(producer).crash();
            kafka.client(admin).crash();
            kafka.clock().advance(Duration.ofMinutes(10));
            assertThat(heard).isEmpty();
            kafka.client(producer).resume();
            kafka.clock().advance(Duration.ofSeconds(1));
            assertThat(heard).containsExactly("failed");
        }
    }

    @Test
    void producerClosedInItsOwnCallbackIsClosed() {
        try (kafka) {
            KafkaProducer<String, String> producer = producer();
            producer.send(new ProducerRecord<>("orders", "last"), (metadata, failure) -> producer.close());
            kafka.clock().advance(Duration.ofSeconds(1));
            assertThat(kafka.client(producer).isClosed()).isTrue();
        }
    }

    @Test
    void closedClusterMakesNoClients() {
        kafka.close();
        assertThatThrownBy(() -> member(kafka)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(this::producer).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(kafka::admin).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void packetsOfAClosedClusterDoNotArriveOnTheClockThatOutlivesIt() {
        try (InMemoryKafka other = cluster(kafka.clock());
                KafkaConsumer<String, String> others = member(other)) {
            KafkaConsumer<String, String> consumer = member(kafka);
            kafka.awaitStable("billing");
            other.awaitStable("billing");
            kafka.client(consumer).latency(Duration.ofSeconds(3));
            consumer.close(Duration.ZERO);
            kafka.close();
            int before = kafka.events().all().size();
            kafka.clock().advance(Duration.ofMinutes(10));
            assertThat(kafka.events().all()).hasSize(before);
            assertThat(others.assignment()).hasSize(4);
        }
    }

    @Test
    void longestDurationsCanBeAwaited() {
        try (kafka;
                KafkaConsumer<String, String> consumer = member(kafka)) {
            assertThat(kafka.awaitStable("billing", Duration.ofSeconds(Long.MAX_VALUE)))
                    .isPositive();
            assertThat(consumer.assignment()).hasSize(4);
        }
    }
}
