import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The cost of one real consumer that nobody talks to, which each test with real consumers pays. */
class StoryTest {
    @Test
    void aConsumerIsMadeAndClosed() throws Exception {
        Repeated.run(() -> {
            KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", "127.0.0.1:9092", "group.id", "billing"),
                    new StringDeserializer(),
                    new StringDeserializer());
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        });
    }
}
