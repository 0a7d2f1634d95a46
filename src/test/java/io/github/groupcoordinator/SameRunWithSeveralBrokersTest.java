package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.view.RequestView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kafka's clients choose at random among the brokers, which they have shuffled before; whom they ask decides in which
 * order they connect, and so read. With the same seed every run is the same: which broker is asked what, in which
 * order, what it answers, and in which order the records come.
 */
final class SameRunWithSeveralBrokersTest {
    private static final int PARTITIONS = 6;
    private static final int RECORDS = 10;

    /** As often as makes it all but impossible that a choice among three brokers that is not seeded goes unnoticed. */
    private static final int RUNS = 10;

    private static List<String> run(String protocol) throws Exception {
        InMemoryKafkaConfig config = InMemoryKafkaConfig.defaults().toBuilder()
                .brokers(3)
                .brokerProperty("default.replication.factor", "3")
                .topic("orders", PARTITIONS)
                .build();
        try (InMemoryKafka kafka = InMemoryKafka.start(config);
                Admin admin = kafka.admin();
                KafkaProducer<String, String> producer =
                        kafka.producer(Map.of(), new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> first = consumer(kafka, protocol);
                KafkaConsumer<String, String> second = consumer(kafka, protocol)) {
            for (int i = 0; i < PARTITIONS * RECORDS; i++) {
                producer.send(new ProducerRecord<>("orders", i % PARTITIONS, "k", "v" + i));
            }
            producer.flush();
            List<String> story = new ArrayList<>();
            read(first, story);
            kafka.awaitStable("billing");
            read(second, story);
            kafka.broker(2).stop();
            admin.describeTopics(List.of("orders")).allTopicNames().get();
            for (ConsumerRecord<?, ?> record :
                    kafka.runFor(Duration.ofSeconds(5)).all()) {
                story.add(record.partition() + "@" + record.offset());
            }
            for (RequestView request : kafka.requests().all()) {
                story.add(request.at() + " to broker " + request.nodeId() + ": " + request.describe() + " "
                        + request.request() + " " + request.response());
            }
            return story;
        }
    }

    private static KafkaConsumer<String, String> consumer(InMemoryKafka kafka, String protocol) {
        KafkaConsumer<String, String> consumer = kafka.consumer(
                Map.of(
                        "group.id",
                        "billing",
                        "group.protocol",
                        protocol,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        7),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private static void read(KafkaConsumer<String, String> consumer, List<String> story) {
        for (int i = 0; i < 3; i++) {
            for (ConsumerRecord<?, ?> record : consumer.poll(Duration.ofSeconds(1))) {
                story.add(record.partition() + "@" + record.offset());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void runsAreTheSame(String protocol) throws Exception {
        List<String> expected = run(protocol);
        assertThat(expected).hasSizeGreaterThan(PARTITIONS * RECORDS);
        for (int i = 1; i < RUNS; i++) {
            assertThat(run(protocol)).isEqualTo(expected);
        }
    }
}
