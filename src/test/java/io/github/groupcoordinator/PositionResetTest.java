package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.client.PositionReset;
import io.github.groupcoordinator.event.client.PositionReset.Reason;
import io.github.groupcoordinator.invariant.Invariant;
import io.github.groupcoordinator.report.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions that consumers reset are events: from where, to where, and how many records are skipped by it. */
@Timeout(60)
class PositionResetTest {
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InMemoryKafka kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
            .topic("orders", 2)
            .relax(Invariant.COMMIT_WITHIN_LOG)
            .build());

    @AfterEach
    void close() {
        kafka.close();
    }

    private void send(TopicPartition partition, int records) {
        send(Map.of(), partition, records);
    }

    private void send(Map<String, ?> config, TopicPartition partition, int records) {
        try (Producer<String, String> producer =
                kafka.producer(config, new StringSerializer(), new StringSerializer())) {
            boolean transactional = config.containsKey("transactional.id");
            if (transactional) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, "r" + i));
            }
            if (transactional) {
                producer.commitTransaction();
            }
        }
    }

    private void deleteBefore(TopicPartition partition, long offset) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private void commit(TopicPartition partition, long offset) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.alterConsumerGroupOffsets("billing", Map.of(partition, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    private Consumer<String, String> consumer(String protocol, String policy) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("client.id", "reader");
        config.put("group.protocol", protocol);
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", policy);
        return kafka.consumer(config, new StringDeserializer(), new StringDeserializer());
    }

    private List<String> told() {
        return kafka.events().of(PositionReset.class).stream()
                .map(event -> event.groupId() + " | " + event.describe().replaceAll(" \\((no )?member[^)]*\\)", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void latestSkipsWhatWasThereBefore(String protocol) {
        send(P0, 3);
        send(P1, 1);
        try (Consumer<String, String> consumer = consumer(protocol, "latest")) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            send(P0, 1);
            assertThat(consumer.poll(SECOND)).hasSize(1);

            List<PositionReset> resets = kafka.events().of(PositionReset.class);
            assertThat(resets).hasSize(2);
            PositionReset first = resets.get(0);
            assertThat(first.groupId()).isEqualTo("billing");
            assertThat(first.client().memberId())
                    .isEqualTo(consumer.groupMetadata().memberId());
            assertThat(first.partition()).isEqualTo(P0);
            assertThat(first.from()).isEmpty();
            assertThat(first.to()).isEqualTo(3);
            assertThat(first.skipped()).isEqualTo(3);
            assertThat(first.policy()).isEqualTo("latest");
            assertThat(first.reason()).isEqualTo(Reason.NO_OFFSET);
            assertThat(told())
                    .containsExactly(
                            "billing | position reset of reader: orders-0 to 3, skips 3 records"
                                    + " (auto.offset.reset=latest: nothing was committed)",
                            "billing | position reset of reader: orders-1 to 1, skips 1 record"
                                    + " (auto.offset.reset=latest: nothing was committed)");
        }
    }

    @ParameterizedTest
    @CsvSource({"classic, earliest, 5", "consumer, earliest, 5", "classic, latest, 0", "consumer, latest, 0"})
    void consumerThatBeginsAtTheFirstRecordResetsNothing(String protocol, String policy, int records) {
        send(P0, records);
        try (Consumer<String, String> consumer = consumer(protocol, policy)) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            consumer.poll(SECOND);
            send(P1, 2);
            assertThat(consumer.poll(SECOND)).hasSize(2);
        }
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"classic, earliest, 5, 3", "consumer, earliest, 5, 3", "classic, latest, 8, 6", "consumer, latest, 8, 6"
    })
    void committedOffsetThatWasDeletedIsReset(String protocol, String policy, long to, long skipped) throws Exception {
        send(P0, 8);
        commit(P0, 2);
        deleteBefore(P0, 5);
        try (Consumer<String, String> consumer = consumer(protocol, policy)) {
            consumer.assign(List.of(P0));
            consumer.poll(SECOND);
        }
        assertThat(kafka.events().of(PositionReset.class)).singleElement().satisfies(reset -> {
            assertThat(reset.from()).isEqualTo(OptionalLong.of(2));
            assertThat(reset.to()).isEqualTo(to);
            assertThat(reset.skipped()).isEqualTo(skipped);
            assertThat(reset.reason()).isEqualTo(Reason.OUT_OF_RANGE);
        });
        assertThat(told())
                .containsExactly("billing | position reset of reader: orders-0 from 2 to " + to + ", skips " + skipped
                        + " records (auto.offset.reset=" + policy + ": out of range)");
    }

    /** Its log has less than it had: nothing is skipped, but it does not go on where it was. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void positionBehindTheEndIsResetToTheEnd(String protocol) throws Exception {
        send(P0, 3);
        commit(P0, 9);
        try (Consumer<String, String> consumer = consumer(protocol, "latest")) {
            consumer.assign(List.of(P0));
            consumer.poll(SECOND);
        }
        assertThat(told())
                .containsExactly("billing | position reset of reader: orders-0 from 9 to 3"
                        + " (auto.offset.reset=latest: out of range)");
    }

    /** It happens at the instant at which the client learns of it, to a consumer that has read before. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void positionThatIsOvertakenByADeletionIsReset(String protocol) throws Exception {
        send(P0, 4);
        try (Consumer<String, String> consumer = consumer(protocol, "earliest")) {
            consumer.assign(List.of(P0));
            assertThat(consumer.poll(SECOND)).hasSize(4);
            kafka.client(consumer).isolate();
            send(P0, 6);
            deleteBefore(P0, 7);
            assertThat(consumer.poll(Duration.ofMinutes(1))).isEmpty();
            kafka.client(consumer).heal();
            assertThat(told()).isEmpty();

            assertThat(consumer.poll(SECOND.multipliedBy(20))).hasSize(3);
            assertThat(told())
                    .containsExactly("billing | position reset of reader: orders-0 from 4 to 7, skips 3 records"
                            + " (auto.offset.reset=earliest: out of range)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void applicationThatSeeksResetsNothing(String protocol) {
        send(P0, 5);
        try (Consumer<String, String> consumer = consumer(protocol, "earliest")) {
            consumer.assign(List.of(P0, P1));
            consumer.seekToEnd(List.of(P0));
            assertThat(consumer.poll(SECOND)).isEmpty();
            consumer.seekToBeginning(List.of());
            assertThat(consumer.position(P0)).isZero();
            consumer.seek(P0, 3);
            assertThat(consumer.poll(SECOND)).hasSize(2);
            consumer.seekToEnd(List.of(P0));
            consumer.seek(P0, 4);
            assertThat(consumer.poll(SECOND)).hasSize(1);
            assertThat(consumer.endOffsets(List.of(P0))).containsEntry(P0, 5L);
            assertThat(told()).isEmpty();

            consumer.seek(P0, 77);
            assertThat(consumer.poll(SECOND)).hasSize(5);
            assertThat(told())
                    .containsExactly("billing | position reset of reader: orders-0 from 77 to 0"
                            + " (auto.offset.reset=earliest: out of range)");
        }
    }

    /** One partition is sought while the client looks for the position of the other. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void seekDoesNotHideTheResetOfAnotherPartition(String protocol) {
        send(P0, 2);
        send(P1, 2);
        try (Consumer<String, String> consumer = consumer(protocol, "latest")) {
            kafka.client(consumer).latency(Duration.ofMillis(20));
            consumer.assign(List.of(P0, P1));
            consumer.poll(Duration.ofMillis(30));
            consumer.seekToBeginning(List.of(P1));
            assertThat(consumer.poll(SECOND)).hasSize(2);
        }
        assertThat(told())
                .containsExactly("billing | position reset of reader: orders-0 to 2, skips 2 records"
                        + " (auto.offset.reset=latest: nothing was committed)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void withoutAPolicyNothingIsReset(String protocol) throws Exception {
        send(P0, 8);
        commit(P0, 2);
        deleteBefore(P0, 5);
        try (Consumer<String, String> consumer = consumer(protocol, "none")) {
            consumer.assign(List.of(P0));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            consumer.poll(SECOND);
                        }
                    })
                    .isInstanceOf(InvalidOffsetException.class);
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void markersOfTransactionsAreNoRecords() {
        send(Map.of("transactional.id", "t"), P0, 2);
        send(Map.of("transactional.id", "t"), P0, 1);
        try (Consumer<String, String> consumer = consumer("classic", "latest")) {
            consumer.assign(List.of(P0));
            assertThat(consumer.position(P0)).isEqualTo(5);
        }
        assertThat(kafka.events().of(PositionReset.class)).singleElement().satisfies(reset -> {
            assertThat(reset.to()).isEqualTo(5);
            assertThat(reset.skipped()).isEqualTo(3);
        });
    }

    /** One batch holds them all. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void recordsWithinABatchAreCounted(String codec) throws Exception {
        send(Map.of("linger.ms", "10", "compression.type", codec), P0, 10);
        deleteBefore(P0, 4);
        try (Consumer<String, String> consumer = consumer("classic", "latest")) {
            consumer.assign(List.of(P0));
            assertThat(consumer.position(P0)).isEqualTo(10);
        }
        assertThat(kafka.events().of(PositionReset.class))
                .singleElement()
                .satisfies(reset -> assertThat(reset.skipped()).isEqualTo(6));
    }

    @Test
    void consumerWithoutAGroupHasItsResetsToldToo() {
        send(P0, 1);
        try (Consumer<String, String> consumer =
                kafka.consumer(Map.of("client.id", "reader"), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(P0));
            assertThat(consumer.position(P0)).isEqualTo(1);
        }
        assertThat(told())
                .containsExactly(" | position reset of reader: orders-0 to 1, skips 1 record"
                        + " (auto.offset.reset=latest: nothing was committed)");
        // It has no lane, and makes no group of its own.
        assertThat(Timeline.of(kafka.events()).toText()).doesNotContain("group ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void timelineMarksTheLaneOfTheConsumer(String protocol) {
        send(P0, 1);
        try (Consumer<String, String> consumer = consumer(protocol, "latest")) {
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
            consumer.poll(SECOND);
        }
        assertThat(Timeline.of(kafka.events()).toText())
                .containsPattern("reader +J +A orders 0-1 P +R orders 0-1 L")
                .contains("P  client's position was reset, as auto.offset.reset says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void logThatWasTruncatedIsToldWithItsReset(String protocol) throws Exception {
        TopicPartition audit = new TopicPartition("audit", 0);
        try (InMemoryKafka several = InMemoryKafka.start(
                        InMemoryKafkaConfig.defaults().toBuilder().brokers(3).build());
                Admin admin = several.admin();
                Producer<String, String> producer =
                        several.producer(Map.of(), new StringSerializer(), new StringSerializer());
                Consumer<String, String> reader = several.consumer(
                        Map.of("auto.offset.reset", "latest", "client.id", "reader", "group.protocol", protocol),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            admin.createTopics(List.of(new NewTopic("audit", Map.of(0, List.of(0, 1)))
                            .configs(Map.of("unclean.leader.election.enable", "true"))))
                    .all()
                    .get();
            reader.assign(List.of(audit));
            reader.seekToBeginning(List.of(audit));
            producer.send(new ProducerRecord<>("audit", "k", "0")).get();
            several.broker(1).stop();
            for (String value : List.of("1", "2", "3")) {
                producer.send(new ProducerRecord<>("audit", "k", value)).get();
            }
            assertThat(reader.poll(Duration.ofSeconds(5))).hasSize(4);
            several.broker(0).stop();
            several.broker(1).start();
            producer.send(new ProducerRecord<>("audit", "k", "new")).get();

            assertThat(reader.poll(Duration.ofSeconds(10))).hasSize(1);
            assertThat(several.events().of(PositionReset.class))
                    .extracting(PositionReset::describe)
                    .containsExactly("position reset of reader (no member): audit-0 from 4 to 1"
                            + " (the log was truncated; it goes on where it diverges)");
        }
    }
}
