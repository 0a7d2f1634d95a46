package io.github.groupcoordinator.samples;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.Worker;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Whole applications, each with the loop that it has in production, on the test's own thread. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 20))
class WorkersTest {
    private static final Map<String, Object> CONFIG = Map.of(
            "group.id",
            "billing",
            "auto.offset.reset",
            "earliest",
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            StringDeserializer.class);

    private final List<String> handled = new ArrayList<>();

    @Test
    void twentyWorkersShareTheOrdersWithoutAThread(
            InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        for (int i = 0; i < 20; i++) {
            kafka.<String, String>worker(
                    CONFIG, List.of("orders"), (records, consumer) -> records.forEach(r -> handled.add(r.value())));
        }
        kafka.awaitStable("billing");
        for (int i = 0; i < 100; i++) {
            producer.send(new ProducerRecord<>("orders", i % 20, null, "order-" + i));
        }

        kafka.runUntil(() -> handled.size() == 100, Duration.ofMinutes(1));

        assertThat(handled).hasSize(100).doesNotHaveDuplicates();
        assertThat(kafka.group("billing").members()).hasSize(20);
    }

    @Test
    void crashedWorkerIsStartedAgainAndGoesOnWhereItHadCommitted(
            InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        Worker<String, String> worker = kafka.worker(CONFIG, List.of("orders"), (records, consumer) -> {
            records.forEach(r -> handled.add(r.value()));
            consumer.commitSync();
        });
        producer.send(new ProducerRecord<>("orders", "first"));
        kafka.runUntil(() -> handled.contains("first"), Duration.ofMinutes(1));

        worker.crash();
        worker.restart(); // a new consumer with the same configuration, as a new process has
        producer.send(new ProducerRecord<>("orders", "second"));
        kafka.runUntil(() -> handled.contains("second"), Duration.ofMinutes(2)); // the dead member has to expire first

        assertThat(handled).containsExactly("first", "second");
    }

    @Test
    void workerThatDiesOfAnOrderKeepsItsPartitionsUntilMaxPollIntervalIsOver(
            InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        Worker<String, String> worker = kafka.worker(CONFIG, List.of("orders"), (records, consumer) -> {
            if (!records.isEmpty()) {
                throw new IllegalStateException("no such customer");
            }
        });
        kafka.awaitStable("billing");
        producer.send(new ProducerRecord<>("orders", "broken"));

        kafka.runFor(Duration.ofMinutes(4));
        assertThat(worker.failure()).get().hasToString("java.lang.IllegalStateException: no such customer");
        assertThat(kafka.group("billing")).isStable(); // nobody polls, but heartbeats go on

        kafka.runFor(Duration.ofMinutes(2));
        assertThat(kafka.group("billing").members()).isEmpty();
    }
}
