package io.github.groupcoordinator.kraft.share;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.kraft.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two real share consumers that accept, release, reject, renew and close: both brokers give them the same. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ShareConsumersAgainstKRaftTest {
    private static final int RECORDS = 6;
    private static final int AT_ONCE = 5;
    private static final int FETCH_AND_COMMIT = 2;
    private static final int MOST_STORIES = 5;

    private static KafkaShareConsumer<String, String> consumer(Target target, String mode) {
        KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        target.bootstrapServers(),
                        "group.id",
                        "work",
                        "share.acknowledgement.mode",
                        mode,
                        "max.poll.records",
                        AT_ONCE),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of("jobs"));
        return consumer;
    }

    /** Polls until there is something. */
    private static List<ConsumerRecord<String, String>> poll(KafkaShareConsumer<String, String> consumer) {
        List<ConsumerRecord<String, String>> got = new ArrayList<>();
        while (got.isEmpty()) {
            consumer.poll(Duration.ofMillis(500)).forEach(got::add);
        }
        return got;
    }

    private static String text(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .map(each -> each.offset() + "x" + each.deliveryCount().orElse((short) 0))
                .toList()
                .toString();
    }

    private static String commit(KafkaShareConsumer<String, String> consumer) {
        return consumer.commitSync().values().stream()
                .map(failure -> failure.map(e -> e.getClass().getSimpleName()).orElse("fine"))
                .toList()
                .toString();
    }

    /** Returns how many answers to fetches and acknowledgements a consumer has had: Kafka counts both as fetches. */
    private static int fetches(KafkaShareConsumer<String, String> consumer) {
        return (int) consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("fetch-total"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }

    /**
     * Returns what happened; nothing if the first consumer has fetched again by itself, as its network thread does at
     * times: then it has got what the second one is meant to get.
     */
    private static List<String> story(Target target) throws Exception {
        List<String> told = new ArrayList<>();
        Map<String, Object> config = Map.of("bootstrap.servers", target.bootstrapServers());
        try (Admin admin = Admin.create(config);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("jobs", 1, (short) 1)))
                    .all()
                    .get();
            AlterConfigOp earliest =
                    new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, "work"), List.of(earliest)))
                    .all()
                    .get();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("jobs", "job")).get();
            }
            try (KafkaShareConsumer<String, String> one = consumer(target, "explicit");
                    KafkaShareConsumer<String, String> two = consumer(target, "implicit")) {
                List<ConsumerRecord<String, String>> got = poll(one);
                told.add("one got " + text(got) + ", locked for " + one.acquisitionLockTimeoutMs());
                one.acknowledge(got.get(0), AcknowledgeType.ACCEPT);
                one.acknowledge(got.get(1), AcknowledgeType.RELEASE);
                one.acknowledge(got.get(2), AcknowledgeType.REJECT);
                one.acknowledge(got.get(3), AcknowledgeType.RENEW);
                one.acknowledge(got.get(4), AcknowledgeType.RENEW);
                told.add("one committed " + commit(one));
                told.add("two got " + text(poll(two)) + " and committed " + commit(two));
                if (fetches(one) > FETCH_AND_COMMIT) {
                    return List.of();
                }
                one.close();
                told.add("after one has closed, two got " + text(poll(two)) + " and committed " + commit(two));
            }
            told.add(admin.listShareGroupOffsets(Map.of("work", new ListShareGroupOffsetsSpec()))
                    .all()
                    .get()
                    .toString());
        }
        return told;
    }

    /** Tells the story until the first consumer has fetched once. */
    private static List<String> story(Callable<Target> start) throws Exception {
        for (int i = 0; i < MOST_STORIES; i++) {
            try (Target target = start.call()) {
                List<String> told = story(target);
                if (!told.isEmpty()) {
                    return told;
                }
            }
        }
        throw new AssertionError("the first consumer fetched more than once in each of " + MOST_STORIES + " stories");
    }

    @Test
    void consumersGetTheSame() throws Exception {
        List<String> kafkas = story(Target::kraft);
        List<String> ours = story(Target::listener);

        assertEquals(String.join("\n", kafkas), String.join("\n", ours));
    }
}
