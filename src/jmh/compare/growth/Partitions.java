import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Two members of each protocol that share so many partitions. */
final class Partitions {
    /**
     * Room for a record with all that a member is assigned (KIP-848), eight bytes for each partition since Kafka 4.3.
     * With the usual limit of a mebibyte none can own 100,000, here as on Kafka.
     */
    private static final String MOST_BYTES = "16777216";

    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private Partitions() {}

    static void measure(Series series, int size) {
        for (String protocol : new String[] {"classic", "consumer"}) {
            try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                            .topic("orders", size)
                            .brokerProperty("message.max.bytes", MOST_BYTES)
                            .build());
                    KafkaConsumer<String, String> first = Members.member(kafka, protocol);
                    KafkaConsumer<String, String> second = Members.member(kafka, protocol)) {
                series.step(protocol + "_stable", () -> kafka.awaitStable("billing"));
                series.step(protocol + "_idle", () -> kafka.runFor(FIVE_SECONDS));
                int owned = first.assignment().size() + second.assignment().size();
                Series.require(owned == size, size + " partitions, not " + owned);
            }
        }
    }
}
