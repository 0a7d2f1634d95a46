package org.apache.kafka.streams.integration.utils;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.invariant.Invariant;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.server.util.MockTime;
import org.apache.kafka.test.TestUtils;

/**
 * The cluster of Kafka Streams' own integration tests: one in memory, with a listener in system time. It stands before
 * the class of this name in their jar, which starts KRaft brokers, and has the methods of it that they call.
 */
public class EmbeddedKafkaCluster {
    /** The time that the tests stamp their records with; it stands still, unlike the cluster's. */
    public final MockTime time;

    private final InMemoryKafkaConfig config;
    private InMemoryKafka kafka;

    public EmbeddedKafkaCluster(int brokers) {
        this(brokers, new Properties());
    }

    public EmbeddedKafkaCluster(int brokers, Properties properties) {
        this(brokers, properties, System.currentTimeMillis());
    }

    public EmbeddedKafkaCluster(int brokers, Properties properties, long nowMs) {
        this(brokers, properties, Map.of(), nowMs, System.nanoTime());
    }

    public EmbeddedKafkaCluster(int brokers, Properties properties, Map<Integer, Map<String, String>> ofBrokers) {
        this(brokers, properties, ofBrokers, System.currentTimeMillis(), System.nanoTime());
    }

    public EmbeddedKafkaCluster(
            int brokers, Properties properties, Map<Integer, Map<String, String>> ofBrokers, long nowMs, long nowNs) {
        if (!ofBrokers.isEmpty()) {
            throw new UnsupportedOperationException("brokers with properties of their own: " + ofBrokers);
        }
        time = new MockTime(nowMs, nowNs);
        Map<String, String> all = defaults();
        properties.forEach((name, value) -> all.put(name.toString(), value.toString()));
        // PurgeRepartitionTopicIntegrationTest sets what is a property of topics only: brokers do not heed it.
        all.remove(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG);
        // FineGrainedAutoResetIntegrationTest commits offsets that no log has.
        InMemoryKafkaConfig.Builder builder = InMemoryKafkaConfig.builder()
                .brokers(brokers)
                .listener(ListenerConfig.inSystemTime())
                .relax(Invariant.COMMIT_WITHIN_LOG);
        all.forEach(builder::brokerProperty);
        config = builder.build();
    }

    /** Returns what the tests take for granted, which differs from a broker's own defaults. */
    private static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        defaults.put("auto.create.topics.enable", "true");
        defaults.put("group.initial.rebalance.delay.ms", "0");
        defaults.put("group.min.session.timeout.ms", "0");
        defaults.put("group.streams.min.heartbeat.interval.ms", "100");
        defaults.put("group.streams.min.session.timeout.ms", "100");
        defaults.put("offsets.topic.num.partitions", "5");
        defaults.put("offsets.topic.replication.factor", "1");
        defaults.put("transaction.state.log.num.partitions", "5");
        defaults.put("transaction.state.log.replication.factor", "1");
        return defaults;
    }

    public void start() {
        kafka = InMemoryKafka.start(config);
    }

    public void stop() {
        kafka.close();
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public boolean sslEnabled() {
        return false;
    }

    public Map<String, String> clientDefaultConfig() {
        return new HashMap<>(Map.of("bootstrap.servers", bootstrapServers()));
    }

    public Admin createAdminClient() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    public void createTopics(String... topics) throws InterruptedException {
        for (String topic : topics) {
            createTopic(topic, 1, 1);
        }
    }

    public void createTopic(String topic) {
        createTopic(topic, 1);
    }

    public void createTopic(String topic, int partitions) {
        createTopic(topic, partitions, 1, Map.of());
    }

    public void createTopic(String topic, int partitions, int replicas) throws InterruptedException {
        createTopic(topic, partitions, replicas, Map.of());
    }

    public void createTopic(String topic, int partitions, int replicas, Map<String, String> configs) {
        NewTopic created = new NewTopic(topic, partitions, (short) replicas).configs(configs);
        try (Admin admin = createAdminClient()) {
            call(() -> unless(
                    TopicExistsException.class,
                    admin.createTopics(List.of(created)).all()));
        }
    }

    public void deleteTopics(String... topics) {
        for (String topic : topics) {
            deleteTopic(topic);
        }
    }

    public void deleteTopic(String topic) {
        try (Admin admin = createAdminClient()) {
            call(() -> unless(
                    UnknownTopicOrPartitionException.class,
                    admin.deleteTopics(List.of(topic)).all()));
        }
    }

    /** Waits for it; a topic that is there, or gone, already is what the tests want. */
    private static Void unless(Class<? extends ApiException> isDone, KafkaFuture<Void> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (isDone.isInstance(e.getCause())) {
                return null;
            }
            throw e;
        }
    }

    public void deleteAllTopics() {
        try (Admin admin = createAdminClient()) {
            call(() -> unless(
                    UnknownTopicOrPartitionException.class,
                    admin.deleteTopics(admin.listTopics().names().get()).all()));
        }
    }

    public void waitForRemainingTopics(long atMostMs, String... topics) throws InterruptedException {
        Set<String> remaining = Set.of(topics);
        TestUtils.waitForCondition(
                () -> getAllTopicsInCluster().equals(remaining), atMostMs, "Topics other than " + remaining);
    }

    public Set<String> getAllTopicsInCluster() {
        try (Admin admin = createAdminClient()) {
            return call(() -> admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get());
        }
    }

    /** Returns what a topic was configured with; what it has by default is not among it. */
    public Properties getLogConfig(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Properties own = new Properties();
        try (Admin admin = createAdminClient()) {
            call(() -> admin.describeConfigs(List.of(resource)).all().get()).get(resource).entries().stream()
                    .filter(entry -> entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(entry -> own.put(entry.name(), entry.value()));
        }
        return own;
    }

    public void produce(Map<String, Object> configs, String topic, Integer partition, String key, String value) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            call(() -> producer.send(new ProducerRecord<>(topic, partition, bytes(key), bytes(value)))
                    .get());
        }
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    public KafkaConsumer<byte[], byte[]> createConsumer(Map<String, Object> configs) {
        Map<String, Object> all = new HashMap<>(clientDefaultConfig());
        all.put("group.id", UUID.randomUUID().toString());
        all.put("enable.auto.commit", "false");
        all.put("auto.offset.reset", "earliest");
        all.put("key.deserializer", ByteArrayDeserializer.class);
        all.put("value.deserializer", ByteArrayDeserializer.class);
        all.putAll(configs);
        return new KafkaConsumer<>(all);
    }

    public KafkaConsumer<byte[], byte[]> createConsumerAndSubscribeTo(Map<String, Object> configs, String... topics) {
        KafkaConsumer<byte[], byte[]> consumer = createConsumer(configs);
        consumer.subscribe(List.of(topics));
        return consumer;
    }

    public KafkaConsumer<byte[], byte[]> createConsumerAndSubscribeTo(
            Map<String, Object> configs, ConsumerRebalanceListener listener, String... topics) {
        KafkaConsumer<byte[], byte[]> consumer = createConsumer(configs);
        consumer.subscribe(List.of(topics), listener);
        return consumer;
    }

    public void setGroupSessionTimeout(String group, int timeoutMs) {
        configure(group, "streams.session.timeout.ms", timeoutMs);
    }

    public void setGroupHeartbeatTimeout(String group, int intervalMs) {
        configure(group, "streams.heartbeat.interval.ms", intervalMs);
    }

    public void setGroupStandbyReplicas(String group, int standbys) {
        configure(group, "streams.num.standby.replicas", standbys);
    }

    public void setGroupStreamsInitialRebalanceDelay(String group, int delayMs) {
        configure(group, "streams.initial.rebalance.delay.ms", delayMs);
    }

    private void configure(String group, String name, int value) {
        ConfigEntry entry = new ConfigEntry(name, Integer.toString(value));
        try (Admin admin = createAdminClient()) {
            call(() -> admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                    .all()
                    .get());
        }
    }

    /** Calls it; the tests expect what it throws within a RuntimeException. */
    private static <T> T call(Callable<T> callable) {
        try {
            return callable.call();
        } catch (Exception e) {
            throw new RuntimeException(e);
        }
    }
}
