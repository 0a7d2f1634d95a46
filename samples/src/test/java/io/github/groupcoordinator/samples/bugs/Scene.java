package io.github.groupcoordinator.samples.bugs;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A cluster with the topics orders, of two partitions, and a and b, of one; and clients with settings as text. */
final class Scene implements AutoCloseable {
    static final TopicPartition FIRST = new TopicPartition("orders", 0);
    static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final String GROUP = "billing";

    final InMemoryKafka kafka;
    private int clients;

    Scene() {
        kafka = InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .topic("orders", 2)
                .topic("a", 1)
                .topic("b", 1)
                .build());
    }

    /** Makes a consumer of the group billing, from the beginning and without auto-commit if nothing else is said. */
    KafkaConsumer<String, String> consumer(String... settings) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", GROUP);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("client.id", GROUP + "-" + ++clients);
        read(settings, config);
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        kafka.client(consumer).closedByFixture();
        return consumer;
    }

    /** Makes a consumer that has subscribed to orders. */
    KafkaConsumer<String, String> subscriber(String... settings) {
        KafkaConsumer<String, String> consumer = consumer(settings);
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    KafkaProducer<String, String> producer(String... settings) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("client.id", "shop-" + ++clients);
        read(settings, config);
        KafkaProducer<String, String> producer = kafka.producer(config, new StringSerializer(), new StringSerializer());
        kafka.client(producer).closedByFixture();
        return producer;
    }

    Admin admin() {
        Admin admin = kafka.admin();
        kafka.client(admin).closedByFixture();
        return admin;
    }

    /** Makes a consumer of orders that takes values for numbers of four bytes. */
    KafkaConsumer<String, Integer> ofNumbers() {
        Map<String, Object> config = Map.of("group.id", GROUP, "auto.offset.reset", "earliest");
        KafkaConsumer<String, Integer> consumer =
                kafka.consumer(config, new StringDeserializer(), new IntegerDeserializer());
        kafka.client(consumer).closedByFixture();
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    /** Says how long the records of orders are kept. */
    void retain(Duration kept) throws Exception {
        ConfigEntry retention = new ConfigEntry("retention.ms", Long.toString(kept.toMillis()));
        admin().incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, "orders"),
                        List.of(new AlterConfigOp(retention, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** Writes values to the first partition of orders, and waits until they are there. */
    void send(String... values) {
        send(producer(), values);
    }

    static void send(KafkaProducer<String, String> producer, String... values) {
        for (String value : values) {
            producer.send(new ProducerRecord<>("orders", 0, null, value));
        }
        producer.flush();
    }

    /** Lets the group come to rest. */
    void settle() {
        kafka.awaitStable(GROUP);
    }

    void pass(Duration time) {
        kafka.clock().advance(time);
    }

    /** Polls for so many seconds, and returns the values that came. */
    static List<String> read(KafkaConsumer<String, String> consumer, int seconds) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                values.add(record.value());
            }
        }
        return values;
    }

    /** Returns what the group has committed of the first partition of orders; -1 for nothing. */
    long committed() {
        OffsetAndMetadata committed = kafka.group(GROUP).committedOffsets().get(FIRST);
        return committed == null ? -1 : committed.offset();
    }

    static Map<TopicPartition, OffsetAndMetadata> upTo(long offset) {
        return Map.of(FIRST, new OffsetAndMetadata(offset));
    }

    private static void read(String[] settings, Map<String, Object> config) {
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            config.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
