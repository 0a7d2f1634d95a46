package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State that Kafka's clients keep for the whole JVM, or order by identity: it does not show, each run is the first one.
 */
class RepeatableClientsTest {

    private interface Run {
        void on(InMemoryKafka kafka, List<String> story) throws Exception;
    }

    private static String story(Run run) {
        List<String> story = new ArrayList<>();
        try (InMemoryKafka kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 8).build())) {
            run.on(kafka, story);
            story.add(kafka.events().toString());
            story.add(kafka.requests().toString());
            story.add(kafka.requests().digest());
            story.addAll(kafka.storedRecords());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return String.join("\n", story);
    }

    private static Producer<String, String> producer(InMemoryKafka kafka, Map<String, Object> config) {
        return kafka.producer(config, new StringSerializer(), new StringSerializer());
    }

    private static Run compressing(String codec) {
        return (kafka, story) -> {
            try (Producer<String, String> producer =
                    producer(kafka, Map.of("compression.type", codec, "batch.size", "1000", "linger.ms", "10"))) {
                for (int i = 0; i < 200; i++) {
                    producer.send(
                            new ProducerRecord<>("orders", 0, null, "record " + i + " of many".repeat(1 + i / 8)));
                }
            }
            try (Consumer<String, String> consumer = kafka.consumer(
                    Map.of("max.partition.fetch.bytes", "1", "auto.offset.reset", "earliest", "group.id", "g"),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                consumer.assign(List.of(new TopicPartition("orders", 0)));
                for (int seen = 0; seen < 200; ) {
                    int count = consumer.poll(Duration.ofSeconds(1)).count();
                    seen += count;
                    story.add(Integer.toString(count));
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "lz4", "zstd", "snappy"})
    void batchesDoNotDependOnWhatWasCompressedBefore(String codec) {
        String first = story(compressing(codec));
        for (int i = 0; i < 5; i++) {
            assertThat(story(compressing(codec))).isEqualTo(first);
        }
    }

    @Test
    void batchesDoNotDependOnWhatIsCompressedInParallel() throws Exception {
        String alone = story(compressing("gzip"));
        AtomicReference<String> beside = new AtomicReference<>("");
        Thread other = new Thread(() -> beside.set(story(compressing("gzip"))));
        other.start();
        String here = story(compressing("gzip"));
        other.join();
        assertThat(here).isEqualTo(alone);
        assertThat(beside.get()).isEqualTo(alone);
    }

    @Test
    void fencedProducersEndInTheOrderOfTheirIds() {
        Run run = (kafka, story) -> {
            List<Producer<String, String>> producers = new ArrayList<>();
            for (String id : List.of("d", "b", "a", "c")) {
                Producer<String, String> producer = producer(kafka, Map.of("transactional.id", id));
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("orders", 0, null, id)).get();
                producers.add(producer);
            }
            try (Admin admin = kafka.admin()) {
                admin.fenceProducers(List.of("a", "b", "c", "d")).all().get();
            }
            producers.forEach(producer -> producer.close(Duration.ZERO));
        };
        String first = story(run);
        for (int i = 0; i < 5; i++) {
            assertThat(story(run)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void abortedBatchesCallBackInTheOrderInWhichTheyWereMade(boolean transactional) {
        story((kafka, story) -> {
            Map<String, Object> config =
                    transactional ? Map.of("linger.ms", "50", "transactional.id", "t") : Map.of("linger.ms", "50");
            Producer<String, String> producer = producer(kafka, config);
            if (transactional) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            List<Integer> told = new ArrayList<>();
            producer.partitionsFor("orders");
            for (int partition = 0; partition < 8; partition++) {
                int sent = partition;
                producer.send(new ProducerRecord<>("orders", partition, null, "x"), (metadata, thrown) -> {
                    assertThat(thrown).isNotNull();
                    told.add(sent);
                });
            }
            if (transactional) {
                producer.abortTransaction();
            }
            producer.close(Duration.ZERO);
            assertThat(told).isEqualTo(IntStream.range(0, 8).boxed().toList());
        });
    }

    /**
     * Immutable maps and sets of the JDK, which applications hand over, have another order in each JVM, and so have
     * hash sets of keys that hold enums.
     */
    @ParameterizedTest
    @MethodSource("orders")
    void requestsOfAdminNameWhatTheyAskForInOneOrder(List<Integer> order) {
        assertThat(storyOfAdmin(order)).isEqualTo(storyOfAdmin(List.of(0, 1, 2)));
    }

    static List<List<Integer>> orders() {
        return List.of(List.of(0, 2, 1), List.of(1, 2, 0), List.of(2, 1, 0));
    }

    private static <T> Map<T, String> inOrder(List<Integer> order, Function<Integer, T> key) {
        return inOrder(order, key, number -> Integer.toString(1_000_000 + number));
    }

    private static <K, V> Map<K, V> inOrder(List<Integer> order, Function<Integer, K> key, Function<Integer, V> value) {
        Map<K, V> map = new LinkedHashMap<>();
        order.forEach(number -> map.put(key.apply(number), value.apply(number)));
        return map;
    }

    private static String storyOfAdmin(List<Integer> order) {
        List<String> properties = List.of("retention.ms", "segment.ms", "max.message.bytes");
        Function<Integer, TopicPartition> partitions = number -> new TopicPartition("orders", number);
        Function<Integer, String> topics = number -> "t" + number;
        return story((kafka, story) -> {
            try (Admin admin = kafka.admin()) {
                List<NewTopic> created = order.stream()
                        .map(number -> new NewTopic(topics.apply(number), 1, (short) 1)
                                .configs(inOrder(order, properties::get)))
                        .toList();
                admin.createTopics(created).all().get();
                admin.describeConfigs(inOrder(
                                        order,
                                        number -> new ConfigResource(ConfigResource.Type.TOPIC, topics.apply(number)))
                                .keySet())
                        .all()
                        .get();
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, "t1"),
                                order.stream()
                                        .map(number -> new AlterConfigOp(
                                                new ConfigEntry(properties.get(number), "2000000"),
                                                AlterConfigOp.OpType.SET))
                                        .toList()))
                        .all()
                        .get();
                admin.listOffsets(inOrder(order, partitions, number -> OffsetSpec.latest()))
                        .all()
                        .get();
                admin.alterConsumerGroupOffsets(
                                "billing",
                                inOrder(order, partitions, number -> new OffsetAndMetadata(0, "of " + number)))
                        .all()
                        .get();
                admin.deleteConsumerGroupOffsets(
                                "billing", inOrder(order, partitions).keySet())
                        .all()
                        .get();
                admin.deleteTopics(order.stream().map(topics).toList()).all().get();
            }
        });
    }

    /** The first of the replicas leads, so that their order stays. */
    @Test
    void replicasOfANewTopicKeepTheirOrder() throws Exception {
        InMemoryKafkaConfig config =
                InMemoryKafkaConfig.defaults().toBuilder().brokers(3).build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config);
                Admin admin = kafka.admin()) {
            Map<Integer, List<Integer>> replicas = Map.of(0, List.of(2, 0), 1, List.of(1, 2), 2, List.of(0, 1));
            admin.createTopics(List.of(new NewTopic("placed", replicas))).all().get();
            for (int partition = 0; partition < 3; partition++) {
                assertThat(kafka.partition("placed", partition).replicas()).isEqualTo(replicas.get(partition));
            }
        }
    }

    @Test
    void storedRecordsTellWhereBatchesBegin() {
        try (InMemoryKafka kafka = InMemoryKafka.start(
                InMemoryKafkaConfig.defaults().toBuilder().topic("orders", 1).build())) {
            try (Producer<String, String> producer =
                    producer(kafka, Map.of("compression.type", "gzip", "linger.ms", "10"))) {
                producer.send(new ProducerRecord<>("orders", 0, "a", "1"));
                producer.send(new ProducerRecord<>("orders", 0, "b", "2"));
                producer.flush();
                producer.send(new ProducerRecord<>("orders", 0, "c", null));
            }
            assertThat(kafka.storedRecords())
                    .containsExactly(
                            "orders-0 batch of offsets 0 to 1, leader epoch 0, compression gzip",
                            "orders-0 offset 0, timestamp 1704067200000: 'a' = '1'",
                            "orders-0 offset 1, timestamp 1704067200000: 'b' = '2'",
                            "orders-0 batch of offsets 2 to 2, leader epoch 0, compression gzip",
                            "orders-0 offset 2, timestamp 1704067200000: 'c' = null");
            assertThat(kafka.storedRecordsDigest())
                    .isEqualTo("885954ed9c683518f100b38e98518f1875162404789c7ab3db87402282d743ca");
        }
    }
}
