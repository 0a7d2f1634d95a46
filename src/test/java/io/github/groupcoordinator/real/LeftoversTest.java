package io.github.groupcoordinator.real;

import static io.github.groupcoordinator.real.ClusterOverTcp.MARKER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The topics and groups of a run that was killed, at a cluster where others have theirs. */
@Timeout(60)
class LeftoversTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private InMemoryKafka there;
    private InMemoryKafka killed;

    @BeforeEach
    void start() {
        there = InMemoryKafka.start(ClusterOverTcp.config()
                .brokerProperty("group.share.min.heartbeat.interval.ms", "100")
                .brokerProperty("group.share.heartbeat.interval.ms", "100")
                .build());
        killed = InMemoryKafka.start(
                ClusterOverTcp.testOn(there).topic("orders", 1).build());
    }

    @AfterEach
    void stop() {
        killed.close();
        there.close();
    }

    /** Begins the next run, which is to delete what the killed one has left, and ends it. */
    private void nextRun() {
        InMemoryKafka.start(InMemoryKafkaConfig.builder()
                        .cluster(ClusterOverTcp.at(there).deletingLeftovers())
                        .build())
                .close();
    }

    private static void commit(InMemoryKafka kafka, String group, String topic) {
        try (KafkaConsumer<String, String> consumer = kafka.consumer(ClusterOverTcp.member(group))) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.commitSync(Collections.singletonMap(partition, new OffsetAndMetadata(0)));
        }
    }

    private Admin others() {
        return Admin.create(Collections.singletonMap("bootstrap.servers", there.bootstrapServers()));
    }

    private static void commit(Admin others, String group, String topic) throws Exception {
        others.alterConsumerGroupOffsets(
                        group, Collections.singletonMap(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                .all()
                .get();
    }

    /** Returns the entries of the marker topic. */
    private Map<String, Optional<String>> marked() {
        Map<String, Object> config = ClusterOverTcp.member("none");
        config.remove("group.id");
        config.put("bootstrap.servers", there.bootstrapServers());
        Map<String, Optional<String>> entries = new TreeMap<>();
        TopicPartition marker = new TopicPartition(MARKER, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(List.of(marker));
            consumer.seekToBeginning(List.of(marker));
            long end = consumer.endOffsets(List.of(marker)).get(marker);
            while (consumer.position(marker) < end) {
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofMillis(50))) {
                    entries.put(entry.key(), Optional.ofNullable(entry.value()));
                }
            }
        }
        return entries;
    }

    private boolean isMarkedWithItsId(String topic) {
        return marked().getOrDefault("topic " + topic, Optional.empty())
                        .orElse("")
                        .length()
                > 0;
    }

    @Test
    void everythingOfTheKilledRunIsDeletedAndNothingElse() throws Exception {
        there.createTopic("others", 1);
        killed.createTopic("more", 2);
        commit(killed, "billing", "orders");
        try (Admin others = others();
                Admin admin = killed.admin(new Properties());
                KafkaShareConsumer<String, String> share = killed.shareConsumer(ClusterOverTcp.member("work"))) {
            commit(others, "others", "others");
            admin.createTopics(List.of(new NewTopic("by-admin", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            share.subscribe(List.of("orders"));
            killed.awaitStable("work", SOON);
            assertThat(killed.clock().advanceUntil(() -> isMarkedWithItsId("by-admin"), SOON))
                    .as("what stands in the marker topic: %s", marked())
                    .isTrue();
        }

        nextRun();

        assertThat(there.topicNames()).containsExactly(MARKER, "others");
        assertThat(there.groupIds()).containsExactly("others");
        assertThat(marked()).containsKey("topic orders").allSatisfy((entry, value) -> assertThat(value)
                .isEmpty());
    }

    @Test
    void topicsThatABrokerCreatedForAClientAreDeleted() throws Exception {
        try (KafkaProducer<String, String> producer =
                        killed.producer(new Properties(), new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> consumer = killed.consumer(ClusterOverTcp.member("billing"))) {
            consumer.partitionsFor("by-asking");
            consumer.endOffsets(List.of(new TopicPartition("orders", 0)));
            producer.partitionsFor("by-asking-to-write");
            producer.send(new ProducerRecord<>("by-writing", "value")).get();
            boolean areMarked = killed.runUntil(
                    () -> {
                        consumer.partitionsFor("orders");
                        return isMarkedWithItsId("by-asking")
                                && isMarkedWithItsId("by-asking-to-write")
                                && isMarkedWithItsId("by-writing");
                    },
                    SOON);
            assertThat(areMarked)
                    .as("what stands in the marker topic: %s", marked())
                    .isTrue();
        }

        nextRun();

        assertThat(there.topicNames()).containsExactly(MARKER);
    }

    @Test
    void whatSomebodyElseHasMadeOfTheSameNameStays() throws Exception {
        commit(killed, "billing", "orders");
        try (Admin others = others()) {
            others.deleteConsumerGroups(List.of("billing")).all().get();
            others.deleteTopics(List.of("orders")).all().get();
            there.createTopic("orders", 3);
            commit(others, "billing", "orders");
            assertThat(marked()).containsKeys("topic orders", "group billing");

            nextRun();

            assertThat(there.topicNames()).containsExactly(MARKER, "orders");
            assertThat(there.groupIds()).containsExactly("billing");

            others.deleteConsumerGroups(List.of("billing")).all().get();
            others.deleteTopics(List.of("orders")).all().get();
        }
    }

    @Test
    void groupThatHasMembersStaysAndSoDoTheyInIt() throws Exception {
        killed.consumer(ClusterOverTcp.member("billing")).close();
        there.createTopic("others", 1);
        Map<String, Object> config = ClusterOverTcp.member("billing");
        config.put("bootstrap.servers", there.bootstrapServers());
        try (KafkaConsumer<String, String> theirs = new KafkaConsumer<>(config)) {
            theirs.subscribe(List.of("others"));
            while (theirs.assignment().isEmpty()) {
                theirs.poll(Duration.ofMillis(50));
            }
            String memberId = theirs.groupMetadata().memberId();

            nextRun();

            assertThat(there.group("billing").members())
                    .extracting(member -> member.memberId())
                    .containsExactly(memberId);
        }
        assertThat(there.topicNames()).containsExactly(MARKER, "others");
        killed.admin(new Properties()).close();
    }
}
