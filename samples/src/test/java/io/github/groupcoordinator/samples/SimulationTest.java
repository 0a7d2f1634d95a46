package io.github.groupcoordinator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.WorkerHandler;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Simulation;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * One test, many runs: each with another seed, hence another order of things and other latencies, and with other
 * faults. Take {@code billOnce} for {@code bill} below, or commit first, and see what the failure tells.
 */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class SimulationTest {
    private static final int ORDERS = 12;
    private static final Map<String, Object> CONFIG = Map.of(
            "group.id", "billing",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false",
            "key.deserializer", StringDeserializer.class,
            "value.deserializer", StringDeserializer.class);

    /** The data that outlive a process. */
    private static final class Database {
        private final Map<String, Integer> bills = new TreeMap<>();
        private int duplicates;

        void billOnce(String order) {
            if (bills.putIfAbsent(order, 1) != null) {
                duplicates++;
            }
        }
    }

    /** The application: handles first and commits then, and makes do with a commit that fails. */
    private record Billing(Database database) implements WorkerHandler<String, String> {
        @Override
        public void handle(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {
            for (ConsumerRecord<String, String> record : records) {
                database.billOnce(record.value());
            }
            try {
                consumer.commitSync();
            } catch (KafkaException e) {
                // The orders come again, to this process or to another, and are billed once all the same.
            }
        }
    }

    @Simulation(runs = 50)
    void everyOrderIsBilledWhateverHappens(
            InMemoryKafka kafka, SimulationRun run, @RecordProducer Producer<String, String> producer) {
        Database database = new Database();
        for (int i = 0; i < 3; i++) {
            kafka.worker(CONFIG, List.of("orders"), () -> new Billing(database)); // a restart makes a new one
        }
        for (int i = 0; i < ORDERS; i++) {
            producer.send(new ProducerRecord<>("orders", i % 4, null, "order-" + i));
            kafka.runFor(Duration.ofSeconds(1)); // gives the workers turns
        }

        boolean done = kafka.runUntil(() -> database.bills.size() == ORDERS, Duration.ofMinutes(10));

        assertThat(done).as("billed: %s", database.bills).isTrue();
        run.sometimes("an order was delivered twice", database.duplicates > 0);
    }
}
