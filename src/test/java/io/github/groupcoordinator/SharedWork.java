package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.internal.cluster.Interposed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Work that real share consumers share: records whose first word says what is done with them, and what became of each
 * in the hands of its consumers.
 */
final class SharedWork implements AutoCloseable {
    static final String GROUP = ShareScene.GROUP;
    static final String TOPIC = "jobs";
    private static final int PARTITIONS = 2;

    /** {@code group.share.delivery.count.limit} as it is by default. */
    private static final int DELIVERY_COUNT_LIMIT = 5;

    private static final Duration POLL = Duration.ofMillis(700);
    private static final int MOST_ROUNDS = 100;

    private final InMemoryKafka kafka;
    private final Admin admin;
    private final SortedMap<String, List<String>> histories = new TreeMap<>();
    private final List<KafkaShareConsumer<String, String>> alive = new ArrayList<>();

    /** Starts three brokers, all of which keep everything; the share coordinator has one partition. */
    SharedWork(Interposed interposed, String reset) throws Exception {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .brokers(3)
                .brokerProperty("default.replication.factor", "3")
                .brokerProperty("share.coordinator.state.topic.num.partitions", "1")
                .topic(TOPIC, PARTITIONS)
                .build();
        kafka = new InMemoryKafka(config, interposed);
        admin = kafka.admin();
        ShareScene.configure(admin, "share.auto.offset.reset", reset);
        // Another group's, so that the topic for the state of share-partitions is there from the start.
        admin.alterShareGroupOffsets("other", Map.of(new TopicPartition(TOPIC, 0), 0L))
                .all()
                .get();
    }

    InMemoryKafka kafka() {
        return kafka;
    }

    /** Sends each in a batch of its own, every third to the second partition. */
    void produce(String... values) throws Exception {
        try (KafkaProducer<String, String> producer =
                kafka.producer(Map.of(), new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                histories.put(value, new ArrayList<>());
                producer.send(new ProducerRecord<>(TOPIC, histories.size() % 3 == 0 ? 1 : 0, "k", value))
                        .get();
            }
        }
    }

    KafkaShareConsumer<String, String> consumer(String clientId) {
        KafkaShareConsumer<String, String> consumer = kafka.shareConsumer(
                Map.of(
                        "group.id",
                        GROUP,
                        "client.id",
                        clientId,
                        "max.poll.records",
                        2,
                        "share.acknowledgement.mode",
                        "explicit"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(TOPIC));
        alive.add(consumer);
        return consumer;
    }

    /** Polls, does with each record what it says, and commits. */
    void work(KafkaShareConsumer<String, String> consumer) {
        List<ConsumerRecord<String, String>> taken = new ArrayList<>();
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
            AcknowledgeType type = typeOf(record);
            note(record, type.toString());
            consumer.acknowledge(record, type);
            taken.add(record);
        }
        Map<TopicIdPartition, Optional<KafkaException>> outcomes = consumer.commitSync();
        outcomes.forEach((partition, outcome) -> outcome.ifPresent(error -> {
            for (ConsumerRecord<String, String> record : taken) {
                if (record.partition() == partition.partition()) {
                    history(record).add(error.getClass().getSimpleName());
                }
            }
        }));
    }

    private AcknowledgeType typeOf(ConsumerRecord<String, String> record) {
        int deliveries = record.deliveryCount().orElseThrow();
        return switch (record.value().split(" ")[0]) {
            case "accept" -> AcknowledgeType.ACCEPT;
            case "reject" -> AcknowledgeType.REJECT;
            case "poison" -> AcknowledgeType.RELEASE;
            case "retry" -> deliveries == 1 ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT;
            case "renew" ->
                history(record).contains("x" + deliveries + " renew") ? AcknowledgeType.ACCEPT : AcknowledgeType.RENEW;
            default -> throw new AssertionError("nobody knows what to do with " + record.value());
        };
    }

    private List<String> history(ConsumerRecord<String, String> record) {
        return histories.get(record.value());
    }

    private void note(ConsumerRecord<String, String> record, String what) {
        history(record).add("x" + record.deliveryCount().orElseThrow() + " " + what);
    }

    /** Polls, and keeps what comes in its hands. */
    void take(KafkaShareConsumer<String, String> consumer) {
        consumer.poll(POLL).forEach(record -> note(record, "taken"));
    }

    /** Crashes, with what it has in its hands. */
    void crash(KafkaShareConsumer<String, String> consumer) {
        alive.remove(consumer);
        kafka.client(consumer).crash();
    }

    /** Lets them work until everything is done. */
    void untilDone(KafkaShareConsumer<String, String> one, KafkaShareConsumer<String, String> two) throws Exception {
        for (int round = 0; round < MOST_ROUNDS && !isDone(); round++) {
            work(one);
            work(two);
        }
    }

    private boolean isDone() throws Exception {
        return histories.entrySet().stream().allMatch(each -> isDone(each.getKey(), each.getValue()))
                && lags().values().stream().allMatch(lag -> lag == 0);
    }

    private static boolean isDone(String value, List<String> history) {
        String last = history.isEmpty() ? "never delivered" : history.get(history.size() - 1);
        return switch (value.split(" ")[0]) {
            case "reject" -> last.endsWith(" reject");
            case "poison" -> last.startsWith("x" + DELIVERY_COUNT_LIMIT + " ");
            case "retry" -> last.endsWith(" accept") && !last.equals("x1 accept");
            default -> last.endsWith(" accept");
        };
    }

    /** Fails unless each record has come to the end that it names, and the group has nothing left to do. */
    void assertDone() throws Exception {
        assertThat(histories).allSatisfy((value, history) -> assertThat(isDone(value, history))
                .as("%s is done: %s, at %s", value, history, kafka.clock().now())
                .isTrue());
        assertThat(lags())
                .as("lags by partition at %s", kafka.clock().now())
                .isEqualTo(Map.of(new TopicPartition(TOPIC, 0), 0L, new TopicPartition(TOPIC, 1), 0L));
    }

    private Map<TopicPartition, Long> lags() throws Exception {
        Map<TopicPartition, Long> lags = new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        admin.listShareGroupOffsets(Map.of(GROUP, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(GROUP)
                .get()
                .forEach((partition, info) -> lags.put(partition, info.lag().orElse(-1L)));
        return lags;
    }

    /** Returns what became of each record, in the order in which it came. */
    Map<String, List<String>> histories() {
        return histories;
    }

    @Override
    public void close() {
        alive.forEach(KafkaShareConsumer::close);
        admin.close();
        kafka.close();
    }
}
