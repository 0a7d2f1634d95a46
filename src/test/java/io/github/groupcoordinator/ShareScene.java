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

/** A cluster with a topic, of one partition unless told otherwise, and a share group that reads it from the start. */
public final class ShareScene implements AutoCloseable {
    public static final String GROUP = "work";
    public static final String TOPIC = "orders";

    private final InMemoryKafka kafka;

    private ShareScene(int partitions) throws Exception {
        this.kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic(TOPIC, partitions)
                .build());
        configure("share.auto.offset.reset", "earliest");
    }

    public static ShareScene start() throws Exception {
        return start(1);
    }

    public static ShareScene start(int partitions) throws Exception {
        return new ShareScene(partitions);
    }

    public InMemoryKafka kafka() {
        return kafka;
    }

    /** Sets a configuration of the group. */
    public void configure(String name, String value) throws Exception {
        try (Admin admin = kafka.admin()) {
            configure(admin, name, value);
        }
    }

    /** Sets a configuration of the group in any cluster. */
    static void configure(Admin admin, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.GROUP, GROUP),
                        List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** Produces records to the first partition one by one, so that each is a batch of its own. */
    public void produce(String... values) throws Exception {
        try (KafkaProducer<String, String> producer = kafka.producer(
                Map.of("key.serializer", StringSerializer.class, "value.serializer", StringSerializer.class))) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, 0, null, value)).get();
            }
        }
    }

    /** Returns the configuration of a member, with more names and values in turn; it acknowledges implicitly. */
    static Map<String, Object> config(String clientId, String... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", GROUP);
        config.put("client.id", clientId);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    /** Returns the configuration of a member that acknowledges explicitly. */
    static Map<String, Object> explicit(String clientId, String... more) {
        Map<String, Object> config = config(clientId, more);
        config.put("share.acknowledgement.mode", "explicit");
        return config;
    }

    /** Returns a member that has subscribed. */
    KafkaShareConsumer<String, String> member(Map<String, Object> config) {
        KafkaShareConsumer<String, String> member = kafka.shareConsumer(config);
        member.subscribe(List.of(TOPIC));
        return member;
    }

    /** Returns a member that acknowledges explicitly. */
    public KafkaShareConsumer<String, String> member(String clientId, String... more) {
        return member(explicit(clientId, more));
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
