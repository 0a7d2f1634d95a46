package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.waits.CallCluster;
import io.github.groupcoordinator.waits.PendingCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The table of calls under a pending interrupt or wakeup, on Kafka's own broker: the one that the library pins. */
class PendingCallsAgainstKRaftTest {

    @Test
    void callsUnderAPendingInterruptOrWakeupGiveOnKafkaWhatTheyGiveInMemory() throws Exception {
        Map<String, String> rows;
        try (Target kraft = Target.kraft()) {
            rows = PendingCalls.on(new OverTcp(kraft.bootstrapServers()));
        }
        String text = rows.entrySet().stream()
                .map(row -> row.getKey() + " | " + row.getValue() + "\n")
                .collect(Collectors.joining());
        assertEquals(pinned(), text);
    }

    private static String pinned() throws IOException {
        try (InputStream in = PendingCalls.class.getResourceAsStream("pending-calls.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Clients made by Kafka's constructors, in real time. */
    private record OverTcp(String bootstrapServers) implements CallCluster {
        private Map<String, Object> config(Map<String, Object> given) {
            Map<String, Object> config = new LinkedHashMap<>(given);
            config.put("bootstrap.servers", bootstrapServers);
            return config;
        }

        @Override
        public Consumer<String, String> consumer(Map<String, Object> given) {
            return new KafkaConsumer<>(config(given), new StringDeserializer(), new StringDeserializer());
        }

        @Override
        public Producer<String, String> producer(Map<String, Object> given) {
            return new KafkaProducer<>(config(given), new StringSerializer(), new StringSerializer());
        }

        @Override
        public Admin admin(Map<String, Object> given) {
            return Admin.create(config(given));
        }

        @Override
        public long nowMs() {
            return System.currentTimeMillis();
        }
    }
}
