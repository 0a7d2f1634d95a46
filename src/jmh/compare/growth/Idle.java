import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** So many virtual seconds with four members of each protocol that have nothing to read. */
final class Idle {
    private Idle() {}

    static void measure(Series series, int seconds) {
        InMemoryKafkaConfig usual = InMemoryKafkaConfig.defaults();
        with(usual, 500, kafka -> series.step("advance", () -> kafka.clock().advance(Duration.ofSeconds(seconds))));
        with(usual, 500, kafka -> series.step("run", () -> kafka.runFor(Duration.ofSeconds(seconds))));
        InMemoryKafkaConfig seldom =
                usual.toBuilder().pollEvery(Duration.ofSeconds(30)).build();
        with(seldom, 500, kafka -> series.step("run_seldom", () -> kafka.runFor(Duration.ofSeconds(seconds))));
        with(seldom, 25_000, kafka -> series.step("run_waiting", () -> kafka.runFor(Duration.ofSeconds(seconds))));
    }

    private interface Step {
        void of(InMemoryKafka kafka);
    }

    private static void with(InMemoryKafkaConfig config, int fetchMaxWaitMs, Step step) {
        List<KafkaConsumer<String, String>> members = new ArrayList<>();
        try (InMemoryKafka kafka =
                InMemoryKafka.start(config.toBuilder().topic("orders", 8).build())) {
            for (String protocol : new String[] {"classic", "consumer"}) {
                for (int i = 0; i < 4; i++) {
                    members.add(member(kafka, protocol, fetchMaxWaitMs));
                }
                kafka.awaitStable(protocol);
            }
            step.of(kafka);
            for (String protocol : new String[] {"classic", "consumer"}) {
                Series.require(kafka.group(protocol).members().size() == 4, "that nobody has left");
            }
            members.forEach(KafkaConsumer::close);
        }
    }

    private static KafkaConsumer<String, String> member(InMemoryKafka kafka, String protocol, int fetchMaxWaitMs) {
        Map<String, Object> config = Map.of(
                "group.id",
                protocol,
                "group.protocol",
                protocol,
                "fetch.max.wait.ms",
                fetchMaxWaitMs,
                "max.poll.interval.ms",
                Integer.MAX_VALUE); // advance never polls
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }
}
