package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * The same load, by real clients over TCP, on our listener and on Kafka's own broker, in turn and in one process: how
 * long until all members of all groups have partitions, and how fast records come in and go out meanwhile.
 */
class ListenerAgainstKRaftTest {
    private static final int GROUPS = 10;
    private static final int MEMBERS = 5;
    private static final int PARTITIONS = 8;
    private static final int RECORDS = Integer.getInteger("kraft.records", 400_000);
    private static final int RECORD_BYTES = 200;
    private static final int ROUNDS = Integer.getInteger("kraft.rounds", 5);

    private final Map<String, List<Double>> results = new LinkedHashMap<>();

    @Test
    void throughputOfProduceAndFetchWithLiveGroups() throws Exception {
        for (int round = 0; round <= ROUNDS; round++) {
            // Round 0 warms up.
            play(Target::listener, round > 0);
            play(Target::kraft, round > 0);
        }
        report();
        assertTrue(results.values().stream().allMatch(each -> each.size() == ROUNDS));
    }

    private interface Start {
        Target start() throws Exception;
    }

    private void play(Start start, boolean counts) throws Exception {
        long started = System.nanoTime();
        try (Target target = start.start()) {
            note(counts, "cluster up, ms", target, millisSince(started));
            createTopics(target);
            started = System.nanoTime();
            try (LiveGroups groups = new LiveGroups(target.bootstrapServers(), "pulse", GROUPS, MEMBERS)) {
                groups.awaitAssigned();
                note(counts, GROUPS * MEMBERS + " members assigned, ms", target, millisSince(started));
                note(counts, "produce, records/s", target, perSecond(produce(target)));
                note(counts, "fetch, records/s", target, perSecond(fetch(target)));
            }
        }
    }

    private static void createTopics(Target target) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("pulse", MEMBERS, (short) 1), new NewTopic("load", PARTITIONS, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    private static double perSecond(double millis) {
        return RECORDS / millis * 1_000;
    }

    private static double produce(Target target) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", target.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] value = new byte[RECORD_BYTES];
            long started = System.nanoTime();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("load", i % PARTITIONS, null, value));
            }
            producer.flush();
            return millisSince(started);
        }
    }

    private static double fetch(Target target) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", target.bootstrapServers(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition("load", partition))
                    .toList();
            long started = System.nanoTime();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            for (int received = 0; received < RECORDS; ) {
                received += consumer.poll(Duration.ofSeconds(10)).count();
            }
            return millisSince(started);
        }
    }

    private void note(boolean counts, String what, Target target, double value) {
        if (counts) {
            results.computeIfAbsent(what + "|" + target, unused -> new ArrayList<>())
                    .add(value);
        }
    }

    private void report() throws Exception {
        StringBuilder table = new StringBuilder("| with " + GROUPS + " live groups of " + MEMBERS
                + "; " + RECORDS + " records of " + RECORD_BYTES + " bytes; median (min to max) of " + ROUNDS
                + " | listener | KRaft | ratio |\n|---|---|---|---|\n");
        for (String key : results.keySet()) {
            if (key.endsWith("|listener")) {
                String what = key.substring(0, key.indexOf('|'));
                List<Double> ours = results.get(key);
                List<Double> theirs = results.get(what + "|KRaft");
                table.append(String.format(
                        "| %s | %s | %s | %.2f |%n", what, show(ours), show(theirs), median(ours) / median(theirs)));
            }
        }
        System.out.print(table);
        Files.writeString(Path.of("target", "listener-against-kraft.md"), table);
    }

    private static String show(List<Double> values) {
        return String.format(
                "%,.0f (%,.0f to %,.0f)",
                median(values),
                values.stream().mapToDouble(each -> each).min().orElse(0),
                values.stream().mapToDouble(each -> each).max().orElse(0));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
