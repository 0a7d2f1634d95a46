import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** So many records of ten bytes, sent by one producer to four partitions, and read by one member. */
final class Records {
    private Records() {}

    static void measure(Series series, int size) {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .topic("orders", 4)
                        .build());
                KafkaProducer<String, String> producer =
                        kafka.producer(Map.of("linger.ms", 5), new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> consumer = kafka.consumer(
                        Map.of("group.id", "billing", "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(List.of("orders"));
            series.step("sent", () -> {
                for (int i = 0; i < size; i++) {
                    producer.send(new ProducerRecord<>("orders", i % 4, null, "ten bytes."));
                }
                producer.flush();
            });
            series.step("read", () -> {
                int read = 0;
                while (read < size) {
                    read += consumer.poll(Duration.ofSeconds(10)).count();
                }
                Series.require(read == size, size + " records, not " + read);
            });
        }
    }
}
