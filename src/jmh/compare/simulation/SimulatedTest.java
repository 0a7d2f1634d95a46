import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.RecordProducer;
import io.github.groupcoordinator.junit5.Simulation;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.simulation.FaultMix;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Two consumers that read twenty records, whatever happens: 200 runs, or many more that JVMs share. */
@EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 4))
class SimulatedTest {
    private static final int RECORDS = 20;

    static int runs;

    @Simulation(runs = 200)
    void everyRecordIsRead(InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        runs++;
        readAll(kafka, producer);
    }

    /** Without faults: in so many runs there are some that no consumer survives whose poll is not caught. */
    @Simulation(runs = 4_000, faults = FaultMix.NONE, jvms = 1)
    void everyRecordIsReadInEachJvm(InMemoryKafka kafka, @RecordProducer Producer<String, String> producer) {
        readAll(kafka, producer);
    }

    private static void readAll(InMemoryKafka kafka, Producer<String, String> producer) {
        Set<String> read = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
            kafka.<String, String>worker(
                    Map.of(
                            "group.id",
                            "billing",
                            "auto.offset.reset",
                            "earliest",
                            "key.deserializer",
                            StringDeserializer.class,
                            "value.deserializer",
                            StringDeserializer.class),
                    List.of("orders"),
                    (records, consumer) -> records.forEach(record -> read.add(record.value())));
        }
        for (int i = 0; i < RECORDS; i++) {
            producer.send(new ProducerRecord<>("orders", i % 4, null, "order-" + i));
        }
        assertTrue(kafka.runUntil(() -> read.size() == RECORDS, Duration.ofMinutes(30)));
        assertEquals(RECORDS, read.size());
    }
}
