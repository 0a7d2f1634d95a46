import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Two consumers share four partitions on a real broker, one crashes, the other takes over. */
final class RealStory {
    private RealStory() {}

    static void tell(String bootstrapServers) {
        try (KafkaConsumer<String, String> first = member(bootstrapServers);
                KafkaConsumer<String, String> second = member(bootstrapServers)) {
            while (first.assignment().size() != 2 || second.assignment().size() != 2) {
                first.poll(Duration.ofMillis(10));
                second.poll(Duration.ofMillis(10));
            }
            // It says nothing to its group: a crash, as far as the group can tell.
            first.close(CloseOptions.groupMembershipOperation(REMAIN_IN_GROUP).withTimeout(Duration.ZERO));
            while (second.assignment().size() != 4) {
                second.poll(Duration.ofMillis(10));
            }
        }
    }

    private static KafkaConsumer<String, String> member(String bootstrapServers) {
        int sessionTimeoutMs = Repeated.sessionTimeoutMs();
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        "billing",
                        "session.timeout.ms",
                        sessionTimeoutMs,
                        "heartbeat.interval.ms",
                        Math.min(3_000, sessionTimeoutMs / 3)),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }
}
