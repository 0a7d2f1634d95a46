package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.simulation.FaultMix;
import io.github.groupcoordinator.simulation.SimulationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/**
 * The bug of an application that retries a commit in the callback of {@code commitAsync}: once two are on their way,
 * the retry overwrites the later one. It needs a network that takes time; simulations draw one.
 */
class CommitsInFlightTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    /** Sends three records and reads them; each is committed in turn without waiting, and again if that fails. */
    private static long committedBy(
            InMemoryKafka kafka, Producer<String, String> producer, Consumer<String, String> consumer) {
        for (int i = 0; i < 3; i++) {
            producer.send(new ProducerRecord<>("orders", 0, null, "order " + i));
        }
        producer.flush();
        kafka.awaitStable("billing");
        for (int read = 0; read < 3; ) {
            for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofSeconds(1))) {
                read++;
                commit(consumer, order.offset() + 1);
            }
        }
        kafka.runFor(Duration.ofSeconds(10));
        return consumer.committed(Set.of(ORDERS)).get(ORDERS).offset();
    }

    private static void commit(Consumer<String, String> consumer, long offset) {
        consumer.commitAsync(Map.of(ORDERS, new OffsetAndMetadata(offset)), (offsets, thrown) -> {
            if (thrown instanceof RetriableCommitFailedException) {
                commit(consumer, offset);
            }
        });
    }

    @Test
    void simulationFindsItByLatenciesAlone() {
        assertThat(Run.of(ByLatencies.class).failure())
                .isInstanceOf(SimulationFailure.class)
                .hasMessageStartingWith("Run 3 of 20 failed, with seed 3 and no fault")
                .hasMessageContaining("expected: 3L\n but was: 1L");
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 1))
    static class ByLatencies {
        @Simulation(runs = 20, faults = FaultMix.NONE)
        void lastCommitCounts(
                InMemoryKafka kafka,
                @RecordProducer Producer<String, String> producer,
                @GroupMember(
                                group = "billing",
                                topics = "orders",
                                properties = {"enable.auto.commit=false", "auto.offset.reset=earliest"})
                        Consumer<String, String> consumer) {
            kafka.faults().on(ApiKeys.OFFSET_COMMIT).onCall(1).respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
            assertThat(committedBy(kafka, producer, consumer)).isEqualTo(3);
        }
    }
}
