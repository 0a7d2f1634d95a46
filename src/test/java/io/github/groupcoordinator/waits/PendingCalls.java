package io.github.groupcoordinator.waits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * The table of every call of a client that may block, made under a pending interrupt and under a pending wakeup: what
 * comes, what the interrupt status is afterwards, what was sent, and the same of the same call when it is made once
 * more.
 */
public final class PendingCalls {
    /** The topic that rows are about; one partition. */
    public static final String TOPIC = "pending";

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration JOINING = Duration.ofSeconds(30);

    /** The requests that clients send by themselves, whatever they are asked. */
    private static final List<String> BY_THEMSELVES = List.of(
            "ApiVersions",
            "Fetch",
            "Heartbeat",
            "ConsumerGroupHeartbeat",
            "GetTelemetrySubscriptions",
            "PushTelemetry");

    private final CallCluster cluster;
    private final Predicate<String> wanted;
    private final Map<String, String> rows = new LinkedHashMap<>();
    private int made;
    private String clientId = "";
    private int seen;

    private PendingCalls(CallCluster cluster, Predicate<String> wanted) {
        this.cluster = cluster;
        this.wanted = wanted;
    }

    /** Something that a client is asked. */
    private interface Call<C> {
        Object on(C client) throws Exception;
    }

    /** Creates the topic, and those that a broker makes when they are first needed. */
    public static void prepare(CallCluster cluster) throws Exception {
        try (Admin admin = cluster.admin(Map.of())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        try (Producer<String, String> producer = cluster.producer(Map.of("transactional.id", "first"))) {
            producer.initTransactions();
        }
    }

    /**
     * Makes calls; returns what came, by client, call and condition.
     *
     * @param wanted whether to make a call, by client and call
     */
    public static Map<String, String> on(CallCluster cluster, Predicate<String> wanted) {
        PendingCalls table = new PendingCalls(cluster, wanted);
        for (String protocol : List.of("classic", "consumer")) {
            table.consumer(protocol);
        }
        table.producer();
        table.transactionalProducer();
        table.admin();
        return table.rows;
    }

    private void consumer(String protocol) {
        Map<String, Call<Consumer<String, String>>> calls = new LinkedHashMap<>();
        calls.put("poll(0)", consumer -> consumer.poll(Duration.ZERO));
        calls.put("poll(1 s)", consumer -> consumer.poll(Duration.ofSeconds(1)));
        calls.put("commitSync()", consumer -> {
            consumer.commitSync();
            return "";
        });
        calls.put("commitSync(offsets)", consumer -> {
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(0)));
            return "";
        });
        calls.put("commitAsync()", consumer -> {
            consumer.commitAsync();
            return "";
        });
        calls.put("committed", consumer -> consumer.committed(Set.of(PARTITION)));
        calls.put("position, known", consumer -> consumer.position(PARTITION));
        calls.put("position after seekToEnd", consumer -> {
            consumer.seekToEnd(List.of(PARTITION));
            return consumer.position(PARTITION);
        });
        calls.put("beginningOffsets", consumer -> consumer.beginningOffsets(List.of(PARTITION)));
        calls.put("endOffsets", consumer -> consumer.endOffsets(List.of(PARTITION)));
        calls.put("offsetsForTimes", consumer -> consumer.offsetsForTimes(Map.of(PARTITION, 0L)));
        calls.put("partitionsFor, known", consumer -> consumer.partitionsFor(TOPIC));
        calls.put("partitionsFor, unknown", consumer -> consumer.partitionsFor("nowhere"));
        calls.put("listTopics", Consumer::listTopics);
        calls.put("seek", consumer -> {
            consumer.seek(PARTITION, 0);
            return "";
        });
        calls.put("subscribe", consumer -> {
            consumer.subscribe(List.of(TOPIC));
            return "";
        });
        calls.put("unsubscribe", consumer -> {
            consumer.unsubscribe();
            return "";
        });
        calls.put("close", consumer -> {
            consumer.close();
            return "";
        });
        for (Map.Entry<String, Call<Consumer<String, String>>> call : calls.entrySet()) {
            String name = "consumer, " + protocol + " | " + call.getKey();
            if (!wanted.test(name)) {
                continue;
            }
            Consumer<String, String> interrupted = joined(protocol);
            row(name + " | interrupt", interrupted, call.getValue(), () -> Thread.currentThread()
                    .interrupt());
            interrupted.close();
            Consumer<String, String> woken = joined(protocol);
            row(name + " | wakeup", woken, call.getValue(), woken::wakeup);
            row(name + " | wakeup, then poll(0)", woken, client -> client.poll(Duration.ZERO), () -> {});
            woken.close();
        }
    }

    private Consumer<String, String> joined(String protocol) {
        Consumer<String, String> consumer = cluster.consumer(Map.of(
                "client.id",
                nextClient(),
                "group.id",
                "of-" + clientId,
                "group.protocol",
                protocol,
                "enable.auto.commit",
                "false",
                // What is sent to a broker where a fetch waits is taken up after that.
                "fetch.max.wait.ms",
                "10",
                "allow.auto.create.topics",
                "false"));
        consumer.subscribe(List.of(TOPIC));
        long limitMs = cluster.nowMs() + JOINING.toMillis();
        while (consumer.assignment().isEmpty() && cluster.nowMs() < limitMs) {
            consumer.poll(Duration.ofMillis(100));
        }
        consumer.position(PARTITION);
        consumer.poll(Duration.ofMillis(100));
        return consumer;
    }

    private void producer() {
        Call<Producer<String, String>> send = producer -> producer.send(new ProducerRecord<>(TOPIC, "a"));
        Call<Producer<String, String>> flush = producer -> {
            producer.flush();
            return "";
        };
        Call<Producer<String, String>> close = producer -> {
            producer.close();
            return "";
        };
        Call<Producer<String, String>> partitions = producer -> producer.partitionsFor(TOPIC);
        Map<String, Object> lingering = Map.of("linger.ms", "60000");
        producerRow("first send", Map.of(), producer -> {}, send);
        producerRow("later send", Map.of(), producer -> producer.partitionsFor(TOPIC), send);
        producerRow("first partitionsFor", Map.of(), producer -> {}, partitions);
        producerRow("later partitionsFor", Map.of(), producer -> producer.partitionsFor(TOPIC), partitions);
        producerRow("flush of nothing", Map.of(), producer -> {}, flush);
        producerRow(
                "flush of a record",
                lingering,
                producer -> {
                    producer.partitionsFor(TOPIC);
                    producer.send(new ProducerRecord<>(TOPIC, "a"));
                },
                flush);
        producerRow("get of a send", Map.of(), producer -> producer.partitionsFor(TOPIC), producer -> producer.send(
                        new ProducerRecord<>(TOPIC, "a"))
                .get());
        producerRow("close", Map.of(), producer -> {}, close);
        producerRow(
                "close with a record",
                lingering,
                producer -> {
                    producer.partitionsFor(TOPIC);
                    producer.send(new ProducerRecord<>(TOPIC, "a"));
                },
                close);
    }

    private interface Before {
        void on(Producer<String, String> producer);
    }

    private void producerRow(
            String name, Map<String, Object> config, Before before, Call<Producer<String, String>> call) {
        if (!wanted.test("producer | " + name)) {
            return;
        }
        Map<String, Object> named = new LinkedHashMap<>(config);
        named.put("client.id", nextClient());
        Producer<String, String> producer = cluster.producer(named);
        before.on(producer);
        row("producer | " + name + " | interrupt", producer, call, () -> Thread.currentThread()
                .interrupt());
        producer.close();
    }

    private void transactionalProducer() {
        transactionalRow("initTransactions", producer -> {}, producer -> {
            producer.initTransactions();
            return "";
        });
        transactionalRow("beginTransaction", Producer::initTransactions, producer -> {
            producer.beginTransaction();
            return "";
        });
        transactionalRow("commitTransaction", PendingCalls::open, producer -> {
            producer.commitTransaction();
            return "";
        });
        transactionalRow("abortTransaction", PendingCalls::open, producer -> {
            producer.abortTransaction();
            return "";
        });
        try (Consumer<String, String> consumer = cluster.consumer(Map.of("group.id", "pending-offsets"))) {
            transactionalRow("sendOffsetsToTransaction", PendingCalls::open, producer -> {
                producer.sendOffsetsToTransaction(
                        Map.of(PARTITION, new OffsetAndMetadata(0)), consumer.groupMetadata());
                return "";
            });
        }
    }

    private static void open(Producer<String, String> producer) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, "a"));
    }

    private void transactionalRow(String name, Before before, Call<Producer<String, String>> call) {
        if (!wanted.test("transactional producer | " + name)) {
            return;
        }
        Producer<String, String> producer =
                cluster.producer(Map.of("client.id", nextClient(), "transactional.id", "of-" + clientId));
        before.on(producer);
        row("transactional producer | " + name + " | interrupt", producer, call, () -> Thread.currentThread()
                .interrupt());
        producer.close();
    }

    private void admin() {
        Map<String, Call<Admin>> calls = new LinkedHashMap<>();
        calls.put("listTopics", admin -> admin.listTopics().names().get());
        calls.put("describeCluster", admin -> admin.describeCluster().nodes().get());
        calls.put(
                "describeTopics, all",
                admin -> admin.describeTopics(List.of(TOPIC)).allTopicNames().get());
        calls.put("listConsumerGroupOffsets", admin -> admin.listConsumerGroupOffsets("pending-offsets")
                .partitionsToOffsetAndMetadata()
                .get());
        calls.put(
                "describeTopics, all, its future twice",
                admin -> twice(admin.describeTopics(List.of(TOPIC)).allTopicNames()));
        calls.put(
                "describeConfigs, all and more, its future twice",
                admin -> twice(admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, TOPIC)))
                        .all()
                        .thenApply(Map::size)));
        calls.put("close", admin -> {
            admin.close();
            return "";
        });
        calls.forEach((name, call) -> {
            if (!wanted.test("admin | " + name)) {
                return;
            }
            Admin admin = cluster.admin(Map.of("client.id", nextClient()));
            if (!name.equals("close")) {
                // What is loaded for the first time takes so long that a real broker may have answered before it is
                // asked.
                outcome(admin, call);
            }
            row("admin | " + name + " | interrupt", admin, call, () -> Thread.currentThread()
                    .interrupt());
            admin.close();
        });
    }

    /** Asks a future once more, which has told of an interrupt and is not done yet. */
    private static Object twice(KafkaFuture<?> future) throws Exception {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.get();
            throw e;
        }
    }

    private String nextClient() {
        clientId = "pending-" + cluster.nowMs() + "-" + ++made;
        return clientId;
    }

    private <C> void row(String name, C client, Call<C> call, Runnable condition) {
        seen = cluster.sentBy(clientId).size();
        condition.run();
        String first = outcome(client, call);
        String status = Thread.interrupted() ? ", interrupted" : "";
        String sent = sent();
        String again = "";
        if (!name.endsWith("then poll(0)")) {
            again = "; again: " + outcome(client, call);
            Thread.interrupted();
            again += sent();
        }
        rows.put(name, first + status + sent + again);
    }

    /** Returns what the client has sent since it was asked last. */
    private String sent() {
        List<CallCluster.Sent> all = cluster.sentBy(clientId);
        List<String> apis = new ArrayList<>();
        for (CallCluster.Sent each : all.subList(seen, all.size())) {
            if (each.api().equals("ConsumerGroupHeartbeat") && each.text().contains("memberEpoch=-")) {
                apis.add("ConsumerGroupHeartbeat that leaves");
            } else if (!BY_THEMSELVES.contains(each.api())) {
                apis.add(each.api());
            }
        }
        seen = all.size();
        return apis.isEmpty() ? "" : ", sent " + String.join(" ", apis);
    }

    private static <C> String outcome(C client, Call<C> call) {
        try {
            call.on(client);
            return "returns";
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }
}
