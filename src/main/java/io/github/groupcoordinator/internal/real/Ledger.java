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
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
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

    /** Kafka's default of {@code request.timeout.ms}. */
    private static final int REQUEST_TIMEOUT_MS = 30_000;

    private final ClusterAdmin admin;
    private final Map<String, Object> config;
    private final List<Future<RecordMetadata>> underWay = new ArrayList<>();
    private @Nullable KafkaProducer<String, String> producer;
    private boolean closed;

    Ledger(ClusterAdmin admin, Map<String, String> properties) {
        this.admin = admin;
        this.config = new LinkedHashMap<>(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, admin.toString());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "embedded-group-coordinator");
    }

    /**
     * Returns the configuration of a producer that does not try for longer than the timeout of the API. An entry that
     * stands there twice does no harm; an idempotent producer would ask for more than to write, and once refused send
     * nothing any more.
     */
    private Map<String, Object> ofProducer() {
        long timeoutMs = admin.apiTimeout().toMillis();
        Object request = config.getOrDefault(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        Map<String, Object> bounded = new LinkedHashMap<>(config);
        bounded.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        bounded.put(ProducerConfig.ACKS_CONFIG, "all");
        bounded.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        bounded.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        bounded.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMs);
        bounded.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) Math.min(timeoutMs, Integer.MAX_VALUE));
        bounded.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                Math.min(Long.parseLong(request.toString().trim()), timeoutMs));
        return bounded;
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

    /** A topic may be about to be created; does not wait. */
    void topicToCome(String topic) {
        send(new ProducerRecord<>(TOPIC, TOPICS + topic, ABOUT_TO_BE));
    }

    /** A topic has been created; does not wait. */
    void topicCreated(String topic, Uuid id) {
        send(new ProducerRecord<>(TOPIC, TOPICS + topic, id.toString()));
    }

    /** A topic is somebody else's; does not wait. */
    void forget(String topic) {
        send(new ProducerRecord<>(TOPIC, TOPICS + topic, null));
    }

    /** Sends an entry, whose fate the next one learns that is waited for. */
    private synchronized void send(ProducerRecord<String, String> entry) {
        if (!closed) {
            underWay.add(producer().send(entry));
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
            producer = new KafkaProducer<>(ofProducer(), new StringSerializer(), new StringSerializer());
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
                throw admin.toldInFull(
                        "write to topic '" + TOPIC + "', where what tests have made is noted,",
                        e.getCause() == null ? e : e.getCause());
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
        SortedMap<String, String> entries;
        try {
            entries = entries();
        } catch (KafkaException e) {
            throw admin.toldInFull("read topic '" + TOPIC + "', where what tests have made is noted,", e);
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

    private SortedMap<String, String> entries() {
        SortedMap<String, String> entries = new TreeMap<>();
        Map<String, Object> reading = new LinkedHashMap<>(config);
        try (KafkaConsumer<String, String> consumer = ClustersByAddress.aside(
                () -> new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer()))) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            RealTime.Wait wait = RealTime.atMost(admin.apiTimeout());
            while (consumer.position(PARTITION) < end) {
                if (wait.isOver()) {
                    throw new TimeoutException("It was read to " + consumer.position(PARTITION) + " of " + end);
                }
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofMillis(100))) {
                    if (entry.value() == null) {
                        entries.remove(entry.key());
                    } else {
                        entries.put(entry.key(), entry.value());
                    }
                }
            }
        }
        return entries;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close();
        }
    }
}
