import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class StoryTest {
    @Test
    void survivorTakesOver() throws Exception {
        Repeated.run(() -> {
            try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                            .topic("orders", 4)
                            .build());
                    KafkaConsumer<String, String> first = member(kafka);
                    KafkaConsumer<String, String> second = member(kafka)) {
                kafka.awaitStable("billing");
                assertEquals(2, second.assignment().size());
                kafka.client(first).crash();
                kafka.clock().advance(Duration.ofMillis(Repeated.sessionTimeoutMs()));
                kafka.awaitStable("billing");
                assertEquals(4, second.assignment().size());
            }
        });
    }

    private static KafkaConsumer<String, String> member(InMemoryKafka kafka) {
        Map<String, Object> config =
                Map.of("group.id", "billing", "session.timeout.ms", Math.max(6_000, Repeated.sessionTimeoutMs()));
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }
}
