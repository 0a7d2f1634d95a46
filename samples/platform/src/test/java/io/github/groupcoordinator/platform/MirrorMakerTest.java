package io.github.groupcoordinator.platform;

import static io.github.groupcoordinator.assertion.GroupCoordinatorAssertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.ListenerMode;
import io.github.groupcoordinator.junit5.TimeMode;
import io.github.groupcoordinator.junit5.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.mirror.MirrorMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** MirrorMaker 2 from one cluster to another: records come across, and so does how far groups have read. */
@Timeout(240)
@EmbeddedGroupCoordinator(
        topics = @Topic(name = "orders", partitions = 1),
        listener = ListenerMode.SYSTEM_TIME,
        time = TimeMode.SYSTEM,
        brokerProperties = "group.initial.rebalance.delay.ms=0")
class MirrorMakerTest {
    /** The topic's name at the other end. */
    private static final TopicPartition MIRRORED = new TopicPartition("home.orders", 0);

    @Test
    void groupGoesOnAtTheOtherClusterWhereItHasStopped(InMemoryKafka home) throws Exception {
        send(home, "order 0", "order 1", "order 2");
        commit(home, 2);
        Errors errors = new Errors();
        try (InMemoryKafka refuge = refuge()) {
            MirrorMaker mirrorMaker = new MirrorMaker(config(home, refuge));
            Logger.getLogger("").addHandler(errors);
            try {
                mirrorMaker.start();
                Conditions.await(() -> refuge.groupIds().contains("billing")
                        && refuge.group("billing").committedOffsets().containsKey(MIRRORED));
            } finally {
                // While it stops, its own tasks still ask clients that it has closed, and log that.
                Logger.getLogger("").removeHandler(errors);
                mirrorMaker.stop();
                mirrorMaker.awaitStop();
            }

            assertThat(refuge.group("billing")).hasCommitted(MIRRORED.toString(), 2);
            assertThat(next(refuge)).isEqualTo("order 2");
            assertThat(errors.messages).isEmpty();
        }
    }

    private static InMemoryKafka refuge() {
        return InMemoryKafka.start(InMemoryKafkaConfig.builder()
                .listener(ListenerConfig.inSystemTime())
                .brokerProperty("group.initial.rebalance.delay.ms", "0")
                .build());
    }

    private static Map<String, String> config(InMemoryKafka home, InMemoryKafka refuge) {
        Map<String, String> config = new HashMap<>(Map.of(
                "clusters", "home, refuge",
                "home.bootstrap.servers", home.bootstrapServers(),
                "refuge.bootstrap.servers", refuge.bootstrapServers(),
                "home->refuge.enabled", "true",
                "home->refuge.topics", "orders",
                "home->refuge.groups", "billing",
                "home->refuge.sync.group.offsets.enabled", "true"));
        for (String topic : List.of("", "checkpoints.topic.", "heartbeats.topic.", "offset-syncs.topic.")) {
            config.put(topic + "replication.factor", "1");
        }
        for (String topic : List.of("config", "offset", "status")) {
            config.put(topic + ".storage.replication.factor", "1");
        }
        // Looks every second instead of every minute.
        for (String interval : List.of("emit.checkpoints", "sync.group.offsets", "refresh.groups")) {
            config.put(interval + ".interval.seconds", "1");
        }
        // Nothing goes back, and all connectors name themselves in META-INF/services.
        config.put("refuge->home.emit.heartbeats.enabled", "false");
        config.put("home->refuge.plugin.discovery", "service_load");
        // Tells of each record where it went to, instead of every hundredth.
        config.put("offset.lag.max", "0");
        return config;
    }

    private static void send(InMemoryKafka kafka, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("orders", value)).get();
            }
        }
    }

    private static void commit(InMemoryKafka kafka, long offset) {
        try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
            consumer.commitSync(Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(offset)));
        }
    }

    private static String next(InMemoryKafka kafka) {
        try (KafkaConsumer<String, String> consumer = consumer(kafka)) {
            consumer.assign(List.of(MIRRORED));
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    return record.value();
                }
            }
        }
    }

    private static KafkaConsumer<String, String> consumer(InMemoryKafka kafka) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "billing"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** The errors that are logged. */
    private static final class Errors extends Handler {
        final Queue<String> messages = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                messages.add(record.getLoggerName() + ": " + record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
