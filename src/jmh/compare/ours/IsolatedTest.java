import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many tests that share nothing: each has a cluster of its own, and two consumers, which rebalance once. */
class IsolatedTest {
    static IntStream numbers() {
        return IntStream.range(0, Integer.getInteger("tests"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void twoConsumersShareATopic(int number) {
        try (InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                        .topic("orders", 4)
                        .build());
                KafkaConsumer<String, String> first = member(kafka);
                KafkaConsumer<String, String> second = member(kafka)) {
            kafka.awaitStable("billing");
            assertEquals(2, first.assignment().size());
            assertEquals(2, second.assignment().size());
        }
    }

    private static KafkaConsumer<String, String> member(InMemoryKafka kafka) {
        KafkaConsumer<String, String> consumer =
                kafka.consumer(Map.of("group.id", "billing"), new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }
}
