package io.github.groupcoordinator.repeatable;

import io.github.groupcoordinator.InMemoryKafka;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The clients of a scenario, as an application makes them: configurations are maps without an order. */
final class Clients {
    private final InMemoryKafka kafka;

    Clients(InMemoryKafka kafka) {
        this.kafka = kafka;
    }

    static Map<String, Object> config(String group, String protocol, Map<String, ?> more) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of(
                "group.id",
                group,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class));
        config.putAll(more);
        return config;
    }

    Consumer<String, String> consumer(String group, String protocol, Map<String, ?> more) {
        return kafka.consumer(config(group, protocol, more));
    }

    Consumer<String, String> member(String group, String protocol, String... topics) {
        Consumer<String, String> consumer = consumer(group, protocol, Map.of());
        consumer.subscribe(List.of(topics));
        return consumer;
    }

    Consumer<String, String> staticMember(String group, String protocol, String instance, String... topics) {
        Consumer<String, String> consumer = consumer(group, protocol, Map.of("group.instance.id", instance));
        consumer.subscribe(List.of(topics));
        return consumer;
    }

    Producer<String, String> producer(Map<String, ?> config) {
        return kafka.producer(config, new StringSerializer(), new StringSerializer());
    }

    /** Sends records to the partitions in turn, the larger the later. */
    void send(Map<String, ?> config, String topic, int partitions, int records) {
        try (Producer<String, String> producer = producer(config)) {
            for (int i = 0; i < records; i++) {
                producer.send(record(topic, i % partitions, i));
            }
        }
    }

    static ProducerRecord<String, String> record(String topic, int partition, int number) {
        String value = "record " + number + " of many".repeat(1 + number / 8);
        return new ProducerRecord<>(topic, partition, "key " + number % 5, value);
    }

    /** Polls until so many records have come. */
    static void read(Consumer<String, String> consumer, int records) {
        for (int seen = 0, polls = 0; seen < records; polls++) {
            if (polls == 1_000) {
                throw new IllegalStateException("Only " + seen + " of " + records + " records came");
            }
            seen += consumer.poll(Duration.ofSeconds(1)).count();
        }
    }
}
