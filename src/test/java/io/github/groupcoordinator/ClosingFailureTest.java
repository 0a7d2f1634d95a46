package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Failures while a cluster closes its clients, told with the client, its place and the virtual time. */
final class ClosingFailureTest {
    private final InMemoryKafka kafka = InMemoryKafka.start(
            InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build());

    private static Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("client.id", "billing-1");
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        return config;
    }

    @Test
    void clientThatCannotBeClosedIsNamed() {
        KafkaConsumer<String, String> consumer = kafka.consumer(config());
        kafka.client(consumer).closedByFixture();
        consumer.subscribe(List.of("orders"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                throw new IllegalStateException("cannot let go");
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                // Nothing to prepare.
            }
        });
        kafka.awaitStable("billing");

        assertThatThrownBy(kafka::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("KafkaConsumer 'billing-1', made at ")
                .hasMessageContaining("ClosingFailureTest.clientThatCannotBeClosedIsNamed(")
                .hasMessageContaining(", could not be closed at 00:00:03.000: ")
                .hasRootCauseMessage("cannot let go");
    }

    @Test
    void workerThatDiesAtTheEndIsNamedWithWhatItsListenerThrew() {
        kafka.worker(config(), List.of("orders"), new WorkerHandler<String, String>() {
            @Override
            public void handle(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {
                // Nothing comes.
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions, Consumer<String, String> consumer) {
                throw new AssertionError("expected no partitions");
            }
        });
        kafka.runFor(Duration.ofSeconds(4));

        assertThatThrownBy(kafka::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Worker 'billing-1' died at 00:00:04.")
                .hasMessageContaining(", because of java.lang.AssertionError: expected no partitions. If that is meant")
                .hasRootCauseMessage("expected no partitions");
    }
}
