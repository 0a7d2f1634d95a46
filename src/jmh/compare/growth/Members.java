import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A group of so many real consumers, each of which has a partition of its own. */
final class Members {
    private static final String GROUP = "billing";
    private static final String TOPIC = "orders";
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private static final Duration TURN = Duration.ofMillis(500);
    private static final int APART = 10;

    private Members() {}

    static void measure(Series series, String protocol, int size) {
        together(series, protocol, size);
        apart(series, protocol, size);
    }

    private static void together(Series series, String protocol, int size) {
        try (InMemoryKafka kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic(TOPIC, size).build())) {
            List<KafkaConsumer<String, String>> members = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                members.add(member(kafka, protocol));
            }
            try {
                steps(series, kafka, members);
            } finally {
                members.forEach(KafkaConsumer::close);
            }
        }
    }

    /**
     * As many members in clusters of ten, which know nothing of each other, by turns: what one costs more than one of
     * ten is not for the size of a group, but for the memory that the machine goes through.
     */
    private static void apart(Series series, String protocol, int size) {
        List<InMemoryKafka> clusters = new ArrayList<>();
        List<KafkaConsumer<String, String>> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (i % APART == 0) {
                clusters.add(InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .topic(TOPIC, APART)
                        .build()));
            }
            members.add(member(clusters.get(i / APART), protocol));
        }
        clusters.forEach(kafka -> kafka.awaitStable(GROUP));
        series.step("idle_apart", () -> {
            for (Duration passed = Duration.ZERO; passed.compareTo(TEN_SECONDS) < 0; passed = passed.plus(TURN)) {
                clusters.forEach(kafka -> kafka.runFor(TURN));
            }
        });
        members.forEach(KafkaConsumer::close);
        clusters.forEach(InMemoryKafka::close);
    }

    static KafkaConsumer<String, String> member(InMemoryKafka kafka, String protocol) {
        KafkaConsumer<String, String> consumer = kafka.consumer(
                Map.of("group.id", GROUP, "group.protocol", protocol, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    private static void steps(Series series, InMemoryKafka kafka, List<KafkaConsumer<String, String>> members) {
        int size = members.size();
        series.step("first_stable", () -> kafka.awaitStable(GROUP));
        series.step("idle", () -> kafka.runFor(TEN_SECONDS));
        try (KafkaProducer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            producer.partitionsFor(TOPIC); // a task that is due cannot wait for them
            for (int second = 0; second < 10; second++) {
                kafka.clock().schedule(Duration.ofSeconds(second), () -> {
                    for (int partition = 0; partition < size; partition++) {
                        producer.send(new ProducerRecord<>(TOPIC, partition, "key", "value"));
                    }
                });
            }
            series.step("records", () -> {
                int received = kafka.runFor(TEN_SECONDS).count();
                Series.require(received == 10 * size, 10 * size + " records, not " + received);
            });
        }
        series.step("leaves", () -> {
            members.remove(0).close();
            kafka.awaitStable(GROUP);
        });
        series.step("expires", () -> {
            kafka.client(members.remove(0)).crash();
            kafka.awaitStable(GROUP);
        });
        Series.require(kafka.group(GROUP).members().size() == size - 2, "that two of " + size + " have gone");
    }
}
