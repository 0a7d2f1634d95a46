package io.github.groupcoordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A cluster with a topic of one partition and a share group that reads it from the start. */
public final class ShareScene implements AutoCloseable {
    public static final String GROUP = "work";
    public static final String TOPIC = "orders";

    private final InMemoryKafka kafka;

    public ShareScene(InMemoryKafkaConfig.Builder config) throws Exception {
        this.kafka = InMemoryKafka.start(config.topic(TOPIC, 1).build());
        configure("share.auto.offset.reset", "earliest");
    }

    public static ShareScene start() throws Exception {
        return new ShareScene(InMemoryKafkaConfig.defaults().toBuilder());
    }

    public InMemoryKafka kafka() {
        return kafka;
    }

    /** Sets a configuration of the group. */
    public void configure(String name, String value) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, GROUP),
                            List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    /** Produces records one by one, so that each is a batch of its own. */
    public void produce(String... values) throws Exception {
        try (KafkaProducer<String, String> producer = kafka.producer(
                Map.of("key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class))) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
            }
        }
    }

    /** Returns a member that acknowledges explicitly. */
    public KafkaShareConsumer<String, String> member(String clientId, String... more) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of(
                "group.id",
                GROUP,
                "client.id",
                clientId,
                "share.acknowledgement.mode",
                "explicit",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                StringDeserializer.class));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        KafkaShareConsumer<String, String> member = kafka.shareConsumer(config);
        member.subscribe(List.of(TOPIC));
        return member;
    }

    /** Polls once, as long as it takes a fresh member to get its partitions. */
    public static List<ConsumerRecord<String, String>> poll(KafkaShareConsumer<String, String> member) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        member.poll(Duration.ofSeconds(10)).forEach(records::add);
        return records;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
