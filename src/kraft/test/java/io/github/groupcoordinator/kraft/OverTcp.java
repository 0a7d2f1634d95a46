package io.github.groupcoordinator.kraft;

import io.github.groupcoordinator.waits.CallCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients made by Kafka's constructors, in real time. */
record OverTcp(String bootstrapServers) implements CallCluster {
    /** A thread of a client's own has sent by then what it was told to. */
    private static final long SENDING_MS = 50;

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
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public List<Sent> sentBy(String clientId) {
        try {
            Thread.sleep(SENDING_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("An interrupt was left over", e);
        }
        return SentRequests.of(clientId);
    }
}
