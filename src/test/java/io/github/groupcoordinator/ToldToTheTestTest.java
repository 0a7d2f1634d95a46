package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.invariant.InvariantViolation;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Failures behind the application's back: the test is told, and the application goes on as it would with Kafka. */
class ToldToTheTestTest {
    private static final TopicPartition P = new TopicPartition("orders", 0);

    private static InMemoryKafka start() {
        return InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());
    }

    private static Consumer<String, String> consumer(InMemoryKafka kafka, Map<String, ?> more) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of("group.id", "billing", "client.id", "billing-1"));
        config.putAll(more);
        return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
    }

    private static Producer<String, String> producer(InMemoryKafka kafka) {
        return kafka.producer(Map.of("client.id", "p"), new StringSerializer(), new StringSerializer());
    }

    /**
     * A topic is deleted and created again; the consumer commits the position that it had before, and Kafka takes
     * it.
     */
    @Test
    void violationIsNotThrownOutOfTheCallThatLedToIt() throws Exception {
        InMemoryKafka kafka = start();
        Consumer<String, String> consumer =
                consumer(kafka, Map.of("enable.auto.commit", "false", "auto.offset.reset", "earliest"));
        try (Producer<String, String> producer = producer(kafka)) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>("orders", 0, null, "x"));
            }
        }
        consumer.subscribe(List.of("orders"));
        kafka.awaitStable("billing");
        while (consumer.position(P) < 10) {
            consumer.poll(Duration.ofMillis(100));
        }
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of("orders")).all().get();
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
            consumer.commitSync();
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("billing")
                    .partitionsToOffsetAndMetadata()
                    .get();
            assertThat(committed.get(P).offset()).isEqualTo(10);
        }
        assertThatThrownBy(() -> kafka.clock().advance(Duration.ZERO))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("COMMIT_WITHIN_LOG");
        kafka.clock().advance(Duration.ofSeconds(1));
        consumer.close();
        assertThatThrownBy(kafka::close)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("An invariant was violated during the test");
    }

    @Test
    void violationEndsRunForWithoutPassingThroughTheApplication() {
        InMemoryKafka kafka = start();
        try (Consumer<String, String> consumer = consumer(kafka, Map.of("enable.auto.commit", "false"))) {
            consumer.assign(List.of(P));
            kafka.clock()
                    .schedule(
                            Duration.ofSeconds(1),
                            () -> consumer.commitAsync(Map.of(P, new OffsetAndMetadata(7)), (offsets, thrown) -> {}));
            assertThatThrownBy(() -> kafka.runFor(Duration.ofSeconds(5))).isInstanceOf(InvariantViolation.class);
            assertThat(kafka.clock().elapsed()).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(catchThrowable(kafka::close)).isInstanceOf(InvariantViolation.class);
    }

    /** The group begins at generation 1 again, because the topic that knew its generations is gone. */
    @Test
    void groupsOfADeletedOffsetsTopicBeginAnew() throws Exception {
        try (InMemoryKafka kafka = start();
                Admin admin = kafka.admin()) {
            for (int i = 0; i < 2; i++) {
                try (Consumer<String, String> consumer = consumer(kafka, Map.of())) {
                    consumer.subscribe(List.of("orders"));
                    kafka.awaitStable("billing");
                    consumer.enforceRebalance();
                    kafka.awaitStable("billing");
                }
                admin.deleteTopics(List.of("__consumer_offsets")).all().get();
            }
        }
    }

    @Test
    void whatAClientsThreadDiedOfIsToldInTheNextCall() {
        InMemoryKafka kafka = start();
        Producer<String, String> producer = producer(kafka);
        producer.send(new ProducerRecord<>("orders", "a"), (metadata, thrown) -> {
            throw new AssertionError("callback");
        });
        assertThatThrownBy(() -> kafka.runFor(Duration.ofSeconds(1)))
                .hasMessageContaining("I/O thread of producer p died at 00:00:00.005")
                .hasRootCauseMessage("callback");
        producer.close();
        kafka.close();
    }

    @Test
    void whatAClientsThreadDiedOfIsToldAtTheLatestByClose() {
        InMemoryKafka kafka = start();
        Producer<String, String> producer = producer(kafka);
        producer.send(new ProducerRecord<>("orders", "a"), (metadata, thrown) -> {
            throw new AssertionError("callback");
        });
        producer.close();
        assertThatThrownBy(kafka::close)
                .hasMessageContaining("I/O thread of producer p died at")
                .hasRootCauseMessage("callback");
    }

    @Test
    void deadlockNamesTheThreadThatDiedBefore() {
        InMemoryKafka kafka = start();
        Producer<String, String> producer = producer(kafka);
        producer.send(new ProducerRecord<>("orders", "a"), (metadata, thrown) -> {
            throw new AssertionError("callback");
        });
        producer.send(new ProducerRecord<>("orders", "b"));
        assertThatThrownBy(producer::flush)
                .isInstanceOf(VirtualDeadlockException.class)
                .hasMessageContaining("Before that: I/O thread of producer p died at")
                .hasRootCauseMessage("callback");
        producer.close(Duration.ZERO);
        assertThatThrownBy(kafka::close).hasMessageContaining("I/O thread of producer p died at");
    }

    @Test
    void exceptionOfAPollByAwaitStableNamesItsConsumer() {
        isNamed(kafka -> kafka.awaitStable("billing"));
    }

    @Test
    void exceptionOfAPollByRunForNamesItsConsumer() {
        isNamed(kafka -> kafka.runFor(Duration.ofSeconds(1)));
    }

    private static void isNamed(java.util.function.Consumer<InMemoryKafka> call) {
        try (InMemoryKafka kafka = start();
                Consumer<String, String> consumer = consumer(kafka, Map.of())) {
            kafka.faults().on(ApiKeys.METADATA).always().respond(Errors.TOPIC_AUTHORIZATION_FAILED);
            consumer.subscribe(List.of("orders"));
            assertThatThrownBy(() -> call.accept(kafka))
                    .isInstanceOf(TopicAuthorizationException.class)
                    .satisfies(thrown -> assertThat(thrown.getSuppressed()[0])
                            .hasMessageContaining("KafkaConsumer 'billing-1', made at"));
        }
    }

    @Test
    void closedClusterIsNotBlamedForARelaxedInvariant() {
        InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 1)
                .relax(Invariant.COMMIT_WITHIN_LOG)
                .build());
        try (Consumer<String, String> consumer = consumer(kafka, Map.of())) {
            consumer.assign(List.of(P));
            consumer.commitSync(Map.of(P, new OffsetAndMetadata(7)));
        }
        kafka.close();
    }
}
