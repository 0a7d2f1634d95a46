package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.WorkerHandler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The database of a billing application: what outlives its processes. And the day on which it bills twelve orders. */
final class Ledger {
    private static final int ORDERS = 12;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

    private final Map<String, Integer> timesBilled = new TreeMap<>();

    void bill(String order) {
        timesBilled.merge(order, 1, Integer::sum);
    }

    /** Bills an order unless that has been done. */
    void billOnce(String order) {
        timesBilled.putIfAbsent(order, 1);
    }

    /** Lets three workers bill the orders, and claims that each is billed, and none twice. */
    void billsEachOrderOnce(InMemoryKafka kafka, Supplier<WorkerHandler<String, String>> application, String... more) {
        for (int i = 1; i <= 3; i++) {
            kafka.worker(config("billing-" + i, more), List.of("orders"), application);
        }
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < ORDERS; i++) {
                producer.send(new ProducerRecord<>("orders", i % 4, null, "order-" + i));
                if (i % 4 == 3) {
                    kafka.runFor(Duration.ofSeconds(4));
                }
            }
        }
        kafka.runUntil(() -> timesBilled.size() == ORDERS, LONG_ENOUGH);
        assertThat(timesBilled).as("orders billed within 10 minutes").hasSize(ORDERS);
        assertThat(timesBilled.values()).as("how often each order was billed").containsOnly(1);
    }

    private static Map<String, Object> config(String clientId, String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("client.id", clientId);
        config.put("group.id", "billing");
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }
}
