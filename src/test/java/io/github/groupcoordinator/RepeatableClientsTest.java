package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    /** Their keys hold enums, whose hash code is another in each JVM, or are in sets of the JDK that are salted. */
    @Test
    void requestsOfAdminNameWhatTheyAskForInOrder() {
        String first = storyOfAdmin("t1", "t2", "t3");
        assertThat(storyOfAdmin("t3", "t1", "t2")).isEqualTo(first);
        assertThat(storyOfAdmin("t2", "t3", "t1")).isEqualTo(first);
    }

    private static String storyOfAdmin(String... names) {
        return story((kafka, story) -> {
            try (Admin admin = kafka.admin()) {
                List<NewTopic> topics = new ArrayList<>();
                List<ConfigResource> resources = new ArrayList<>();
                for (String name : names) {
                    topics.add(topic(name));
                    resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name));
                }
                admin.createTopics(topics).all().get();
                admin.describeConfigs(resources).all().get();
                admin.deleteTopics(List.of(names)).all().get();
            }
        });
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

    private static NewTopic topic(String name) {
        return new NewTopic(name, 1, (short) 1);
    }
}
