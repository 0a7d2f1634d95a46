package io.github.groupcoordinator.waits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The table of every call of a client that may block, made while nobody answers: what comes, and after how much of the
 * time that the client lives by.
 */
public final class SilentCalls {
    /** The topic that rows are about; one partition, one record. */
    public static final String TOPIC = "silent";

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Map<String, Object> CONSUMER = Map.of(
            "default.api.timeout.ms", "6000",
            "request.timeout.ms", "2500",
            "enable.auto.commit", "false",
            "allow.auto.create.topics", "false");
    private static final Map<String, Object> PRODUCER = Map.of(
            "max.block.ms", "4000",
            "delivery.timeout.ms", "6000",
            "request.timeout.ms", "2500",
            "linger.ms", "0");
    private static final Map<String, Object> ADMIN =
            Map.of("default.api.timeout.ms", "6000", "request.timeout.ms", "2500");

    private SilentCalls() {}

    /** Something that a client is asked. */
    public interface Call<C> {
        void on(C client) throws Exception;
    }

    /** One row: how to come to a client that can be asked, and what it is asked. */
    public record Row<C>(String name, Made<C> made, Call<C> call) {

        /** Makes the client, whose group and transactions have the name of the row. */
        public C client(CallCluster cluster) throws Exception {
            return client(cluster, name);
        }

        /** Makes the client, whose group and transactions have that name. */
        public C client(CallCluster cluster, String id) throws Exception {
            return made.on(cluster, id);
        }

        /** Makes the call, in silence; returns what came, and after how long. */
        public String came(CallCluster cluster, C client) {
            long sinceMs = cluster.nowMs();
            String came = "returns";
            try {
                call.on(client);
            } catch (Exception e) {
                came = e.getClass().getSimpleName();
                if (e.getCause() != null && came.equals("ExecutionException")) {
                    came += " of " + e.getCause().getClass().getSimpleName();
                }
            }
            return came + " after " + (cluster.nowMs() - sinceMs) + " ms";
        }
    }

    /** Creates the topic. */
    public static void prepare(CallCluster cluster) throws Exception {
        try (Admin admin = cluster.admin(Map.of())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    /** Returns all rows. */
    public static List<Row<?>> all() {
        List<Row<?>> rows = new ArrayList<>();
        rows.addAll(ofConsumer("classic"));
        rows.addAll(ofConsumer("consumer"));
        rows.addAll(ofProducer());
        rows.addAll(ofAdmin());
        return rows;
    }

    /** Makes a client, by the name of its row. */
    public interface Made<C> {
        C on(CallCluster cluster, String name) throws Exception;
    }

    private static List<Row<Consumer<String, String>>> ofConsumer(String protocol) {
        Map<String, Call<Consumer<String, String>>> calls = new LinkedHashMap<>();
        calls.put("poll(0)", consumer -> consumer.poll(Duration.ZERO));
        calls.put("poll(1 s)", consumer -> consumer.poll(Duration.ofSeconds(1)));
        calls.put("poll(9 s)", consumer -> consumer.poll(Duration.ofSeconds(9)));
        calls.put("commitSync()", Consumer::commitSync);
        calls.put("commitSync(offsets)", consumer -> consumer.commitSync(offsets()));
        calls.put("commitSync(offsets, 1 s)", consumer -> consumer.commitSync(offsets(), Duration.ofSeconds(1)));
        calls.put("commitAsync()", Consumer::commitAsync);
        calls.put("commitAsync(), then commitSync()", consumer -> {
            consumer.commitAsync();
            consumer.commitSync();
        });
        calls.put("committed", consumer -> consumer.committed(Set.of(PARTITION)));
        calls.put("committed(1 s)", consumer -> consumer.committed(Set.of(PARTITION), Duration.ofSeconds(1)));
        calls.put("position, known", consumer -> consumer.position(PARTITION));
        calls.put("position after seekToEnd", consumer -> {
            consumer.seekToEnd(List.of(PARTITION));
            consumer.position(PARTITION);
        });
        calls.put("position(1 s) after seekToBeginning", consumer -> {
            consumer.seekToBeginning(List.of(PARTITION));
            consumer.position(PARTITION, Duration.ofSeconds(1));
        });
        calls.put("beginningOffsets", consumer -> consumer.beginningOffsets(List.of(PARTITION)));
        calls.put("endOffsets", consumer -> consumer.endOffsets(List.of(PARTITION)));
        calls.put("endOffsets(1 s)", consumer -> consumer.endOffsets(List.of(PARTITION), Duration.ofSeconds(1)));
        calls.put("offsetsForTimes", consumer -> consumer.offsetsForTimes(Map.of(PARTITION, 0L)));
        calls.put("partitionsFor, known", consumer -> consumer.partitionsFor(TOPIC));
        calls.put("partitionsFor, unknown", consumer -> consumer.partitionsFor("nowhere"));
        calls.put("listTopics", Consumer::listTopics);
        calls.put("subscribe to another topic, poll(1 s)", consumer -> {
            consumer.subscribe(List.of("another"));
            consumer.poll(Duration.ofSeconds(1));
        });
        calls.put("seek, poll(1 s)", consumer -> {
            consumer.seek(PARTITION, 0);
            consumer.poll(Duration.ofSeconds(1));
        });
        calls.put("unsubscribe", Consumer::unsubscribe);
        calls.put("enforceRebalance, poll(1 s)", consumer -> {
            consumer.enforceRebalance();
            consumer.poll(Duration.ofSeconds(1));
        });
        calls.put("close(1 s)", consumer -> consumer.close(Duration.ofSeconds(1)));
        calls.put("close", Consumer::close);
        return calls.entrySet().stream()
                .map(call -> new Row<>(
                        "consumer, " + protocol + " | " + call.getKey(),
                        (cluster, name) -> joined(cluster, protocol, name),
                        call.getValue()))
                .toList();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets() {
        return Map.of(PARTITION, new OffsetAndMetadata(0));
    }

    private static Consumer<String, String> joined(CallCluster cluster, String protocol, String name) {
        Map<String, Object> config = new LinkedHashMap<>(CONSUMER);
        config.put("group.id", name);
        config.put("group.protocol", protocol);
        Consumer<String, String> consumer = cluster.consumer(config);
        consumer.subscribe(List.of(TOPIC));
        while (consumer.assignment().isEmpty()) {
            consumer.poll(Duration.ofMillis(100));
        }
        consumer.position(PARTITION);
        consumer.commitSync();
        consumer.poll(Duration.ofMillis(100));
        return consumer;
    }

    private static List<Row<Producer<String, String>>> ofProducer() {
        Call<Producer<String, String>> send = producer -> producer.send(new ProducerRecord<>(TOPIC, "a"));
        return List.of(
                new Row<>("producer | first send", (cluster, name) -> cluster.producer(PRODUCER), send),
                new Row<>("producer | later send", SilentCalls::known, send),
                new Row<>("producer | get of a send", SilentCalls::known, producer -> producer.send(
                                new ProducerRecord<>(TOPIC, "a"))
                        .get()),
                new Row<>("producer | send, flush", SilentCalls::known, producer -> {
                    send.on(producer);
                    producer.flush();
                }),
                new Row<>("producer | send, close", SilentCalls::known, producer -> {
                    send.on(producer);
                    producer.close();
                }),
                new Row<>("producer | send, close(1 s)", SilentCalls::known, producer -> {
                    send.on(producer);
                    producer.close(Duration.ofSeconds(1));
                }),
                new Row<>(
                        "producer | partitionsFor, unknown",
                        SilentCalls::known,
                        producer -> producer.partitionsFor("nowhere")),
                new Row<>(
                        "transactional producer | initTransactions",
                        SilentCalls::transactional,
                        producer -> producer.initTransactions()),
                new Row<>(
                        "transactional producer | commitTransaction",
                        SilentCalls::inTransaction,
                        producer -> producer.commitTransaction()),
                new Row<>(
                        "transactional producer | abortTransaction",
                        SilentCalls::inTransaction,
                        producer -> producer.abortTransaction()),
                new Row<>(
                        "transactional producer | close(9 s)",
                        SilentCalls::inTransaction,
                        producer -> producer.close(Duration.ofSeconds(9))));
    }

    private static Producer<String, String> known(CallCluster cluster, String name) throws Exception {
        Producer<String, String> producer = cluster.producer(PRODUCER);
        producer.send(new ProducerRecord<>(TOPIC, "first")).get();
        return producer;
    }

    private static Producer<String, String> transactional(CallCluster cluster, String name) {
        Map<String, Object> config = new LinkedHashMap<>(PRODUCER);
        config.put("transactional.id", name);
        return cluster.producer(config);
    }

    private static Producer<String, String> inTransaction(CallCluster cluster, String name) throws Exception {
        Producer<String, String> producer = transactional(cluster, name);
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "first")).get();
        return producer;
    }

    private static List<Row<Admin>> ofAdmin() {
        Made<Admin> made = (cluster, name) -> {
            Admin admin = cluster.admin(ADMIN);
            admin.listTopics().names().get();
            return admin;
        };
        return List.of(
                new Row<>("admin | listTopics", made, admin -> admin.listTopics()
                        .names()
                        .get()),
                new Row<>("admin | describeCluster", made, admin -> admin.describeCluster()
                        .nodes()
                        .get()),
                new Row<>("admin | listConsumerGroupOffsets", made, admin -> admin.listConsumerGroupOffsets("silent")
                        .partitionsToOffsetAndMetadata()
                        .get()),
                new Row<>("admin | listTopics, get(1 s)", made, admin -> admin.listTopics()
                        .names()
                        .get(1, TimeUnit.SECONDS)),
                new Row<>("admin | deleteTopics, value, get(1 s)", made, admin -> admin.deleteTopics(List.of("nowhere"))
                        .topicNameValues()
                        .get("nowhere")
                        .get(1, TimeUnit.SECONDS)),
                new Row<>("admin | describeConfigs, all", made, admin -> admin.describeConfigs(
                                List.of(new ConfigResource(ConfigResource.Type.TOPIC, TOPIC)))
                        .all()
                        .get()),
                new Row<>("admin | close", made, Admin::close));
    }
}
