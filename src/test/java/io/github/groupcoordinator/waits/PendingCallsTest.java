package io.github.groupcoordinator.waits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class PendingCallsTest {
    /** A thread of a client's own has sent by then what it was told to. */
    private static final Duration SENDING = Duration.ofMillis(50);

    /** The same table is compared with Kafka's own brokers in the profile kraft. */
    @Test
    void callsUnderAPendingInterruptOrWakeupGiveWhatTheyGiveOnKafka() throws Exception {
        Map<String, String> rows;
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            PendingCalls.prepare(new InMemory(kafka));
            rows = PendingCalls.on(new InMemory(kafka), call -> true);
        }
        assertThat(text(rows)).isEqualTo(expected("pending-calls.txt"));
    }

    static String text(Map<String, String> rows) {
        return rows.entrySet().stream()
                .map(row -> row.getKey() + " | " + row.getValue() + "\n")
                .collect(Collectors.joining());
    }

    static String expected(String resource) throws IOException {
        try (InputStream in = PendingCallsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The cluster in memory, on its own clock. */
    record InMemory(InMemoryKafka kafka) implements CallCluster {
        @Override
        public Consumer<String, String> consumer(Map<String, Object> config) {
            return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        }

        @Override
        public Producer<String, String> producer(Map<String, Object> config) {
            return kafka.producer(config, new StringSerializer(), new StringSerializer());
        }

        @Override
        public Admin admin(Map<String, Object> config) {
            return kafka.admin(config);
        }

        @Override
        public long nowMs() {
            return kafka.clock().now().toEpochMilli();
        }

        @Override
        public List<Sent> sentBy(String clientId) {
            kafka.clock().advance(SENDING);
            return kafka.requests().from(clientId).all().stream()
                    .map(request -> new Sent(request.api(), request.request()))
                    .toList();
        }
    }
}
