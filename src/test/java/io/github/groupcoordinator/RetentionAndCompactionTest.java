package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records go with virtual time, as real clients see it. */
class RetentionAndCompactionTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .topic("orders", 1)
            .brokerProperty("offsets.topic.num.partitions", "1")
            .build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private KafkaConsumer<String, String> consumer(String group) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", group);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        KafkaConsumer<String, String> consumer =
                kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(ORDERS));
        return consumer;
    }

    private void send(String... values) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("orders", value, value)).get();
            }
        }
    }

    private static List<String> poll(KafkaConsumer<String, String> consumer) {
        List<String> values = new ArrayList<>();
        consumer.poll(Duration.ofSeconds(5)).forEach(record -> values.add(record.value()));
        return values;
    }

    private void set(ConfigResource.Type type, String name, String... namesAndValues)
            throws ExecutionException, InterruptedException {
        List<AlterConfigOp> ops = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            ops.add(new AlterConfigOp(
                    new ConfigEntry(namesAndValues[i], namesAndValues[i + 1]), AlterConfigOp.OpType.SET));
        }
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(type, name), ops))
                    .all()
                    .get();
        }
    }

    @Test
    void recordsGoAfterTheRetentionOfTheirTopic() throws ExecutionException, InterruptedException {
        set(ConfigResource.Type.TOPIC, "orders", "retention.ms", "3600000", "segment.ms", "60000");
        send("old");
        kafka.clock().advance(Duration.ofMinutes(30));
        send("young");

        kafka.clock().advance(Duration.ofMinutes(36));
        try (KafkaConsumer<String, String> consumer = consumer("billing")) {
            assertThat(poll(consumer)).containsExactly("young");
            assertThat(consumer.beginningOffsets(List.of(ORDERS))).containsEntry(ORDERS, 1L);
        }
    }

    @Test
    void recordsGoAfterAWeekByDefault() throws ExecutionException, InterruptedException {
        send("old");

        kafka.clock().advance(Duration.ofDays(7));
        try (KafkaConsumer<String, String> consumer = consumer("billing")) {
            assertThat(poll(consumer)).containsExactly("old");
            kafka.clock().advance(Duration.ofMinutes(6));
            assertThat(consumer.beginningOffsets(List.of(ORDERS))).containsEntry(ORDERS, 1L);
        }
    }

    @Test
    void theOffsetsTopicIsCompactedAndStillReadable() throws ExecutionException, InterruptedException {
        set(ConfigResource.Type.BROKER, "", "log.cleaner.min.cleanable.ratio", "0.0", "log.roll.ms", "1000");
        send("a", "b", "c");
        try (KafkaConsumer<String, String> consumer = consumer("billing")) {
            for (long offset = 1; offset <= 3; offset++) {
                consumer.commitSync(Map.of(ORDERS, new OffsetAndMetadata(offset, "at " + offset)));
                kafka.clock().advance(Duration.ofSeconds(2));
            }
            assertThat(offsetsOfOffsetsTopic()).containsExactly(0L, 1L, 2L);

            kafka.clock().advance(Duration.ofSeconds(15));

            // Offset 2 lies in the active segment.
            assertThat(offsetsOfOffsetsTopic()).containsExactly(1L, 2L);
            assertThat(consumer.committed(Set.of(ORDERS)).get(ORDERS)).isEqualTo(new OffsetAndMetadata(3, "at 3"));
        }
    }

    private List<Long> offsetsOfOffsetsTopic() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("auto.offset.reset", "earliest");
        TopicPartition partition = new TopicPartition("__consumer_offsets", 0);
        try (KafkaConsumer<byte[], byte[]> reader =
                kafka.consumer(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            List<Long> offsets = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofSeconds(1))) {
                offsets.add(record.offset());
            }
            return offsets;
        }
    }
}
