package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.ClustersByAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The marker topic of a real cluster: it holds what tests have made there and not yet taken away, so that what a killed
 * run leaves can be told from what is somebody else's. A topic stands there with its id, which no later one of its name
 * has.
 */
final class Ledger implements AutoCloseable {
    static final String TOPIC = "embedded-group-coordinator-marker";

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final String TOPICS = "topic ";
    private static final String GROUPS = "group ";

    /** Stands for the id of a topic that is about to be created. */
    private static final String ABOUT_TO_BE = "";

    private final ClusterAdmin admin;
    private final Map<String, Object> config;
    private final List<Future<RecordMetadata>> underWay = new ArrayList<>();
    private @Nullable KafkaProducer<String, String> producer;

    Ledger(ClusterAdmin admin, Map<String, String> properties) {
        this.admin = admin;
        this.config = new LinkedHashMap<>(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, admin.toString());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "embedded-group-coordinator");
    }

    /** Creates the topic unless it is there. */
    void open() {
        NewTopic topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty());
        Map<String, String> compacted = new LinkedHashMap<>();
        compacted.put("cleanup.policy", "compact");
        topic.configs(compacted);
        try {
            admin.get(
                    "create topic '" + TOPIC + "'",
                    admin.admin().createTopics(List.of(topic)).all());
        } catch (TopicExistsException e) {
            // An earlier test has created it.
            return;
        }
    }

    /** Topics are about to be created. */
    void topicsToCome(Iterable<String> topics) {
        List<ProducerRecord<String, String>> entries = new ArrayList<>();
        topics.forEach(topic -> entries.add(new ProducerRecord<>(TOPIC, TOPICS + topic, ABOUT_TO_BE)));
        write(entries);
    }

    /** Topics have been created. */
    void topicsCreated(Map<String, Uuid> topics) {
        List<ProducerRecord<String, String>> entries = new ArrayList<>();
        topics.forEach((topic, id) -> entries.add(new ProducerRecord<>(TOPIC, TOPICS + topic, id.toString())));
        write(entries);
    }

    /** A topic has been created; does not wait. */
    void topicCreated(String topic, Uuid id) {
        Future<RecordMetadata> sent = producer().send(new ProducerRecord<>(TOPIC, TOPICS + topic, id.toString()));
        synchronized (this) {
            underWay.add(sent);
        }
    }

    /** A group is about to be used. */
    void groupToCome(String group) {
        write(List.of(new ProducerRecord<>(TOPIC, GROUPS + group, ABOUT_TO_BE)));
    }

    /** Topics and groups have been taken away. */
    void gone(Iterable<String> topics, Iterable<String> groups) {
        List<ProducerRecord<String, String>> entries = new ArrayList<>();
        topics.forEach(topic -> entries.add(new ProducerRecord<>(TOPIC, TOPICS + topic, null)));
        groups.forEach(group -> entries.add(new ProducerRecord<>(TOPIC, GROUPS + group, null)));
        write(entries);
    }

    private synchronized KafkaProducer<String, String> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        }
        return producer;
    }

    private void write(List<ProducerRecord<String, String>> entries) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        synchronized (this) {
            sent.addAll(underWay);
            underWay.clear();
        }
        entries.forEach(entry -> sent.add(producer().send(entry)));
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new KafkaException(
                        "The marker topic '" + TOPIC + "' of the cluster at " + admin + " can't be written to: "
                                + cause.getMessage(),
                        cause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The test was interrupted", e);
            }
        }
    }

    /**
     * The entries that are left.
     *
     * @param topics with their ids; empty for one that nobody knows to have been created
     */
    record Left(SortedMap<String, Optional<Uuid>> topics, List<String> groups) {}

    /** Reads what is left. */
    Left read() {
        SortedMap<String, String> entries = new TreeMap<>();
        Map<String, Object> reading = new LinkedHashMap<>(config);
        try (KafkaConsumer<String, String> consumer = ClustersByAddress.aside(
                () -> new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer()))) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            RealTime.Wait wait = RealTime.atMost(admin.apiTimeout());
            while (consumer.position(PARTITION) < end && !wait.isOver()) {
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofMillis(100))) {
                    if (entry.value() == null) {
                        entries.remove(entry.key());
                    } else {
                        entries.put(entry.key(), entry.value());
                    }
                }
            }
        }
        SortedMap<String, Optional<Uuid>> topics = new TreeMap<>();
        List<String> groups = new ArrayList<>();
        entries.forEach((key, value) -> {
            if (key.startsWith(TOPICS)) {
                topics.put(
                        key.substring(TOPICS.length()),
                        value.equals(ABOUT_TO_BE) ? Optional.empty() : Optional.of(Uuid.fromString(value)));
            } else {
                groups.add(key.substring(GROUPS.length()));
            }
        });
        return new Left(topics, groups);
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
