package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real share consumers (KIP-932) in virtual time. */
class ShareConsumerTest {
    private static final String GROUP = ShareScene.GROUP;

    /** The lock on a record that was delivered: {@code group.share.record.lock.duration.ms}. */
    private static final Duration LOCK = Duration.ofSeconds(30);

    /**
     * The longest wait of a fetch. Kafka wakes a waiting one when a record is given back, but the record can be had
     * only when that is written; so it comes when the fetch looks again, at its end.
     */
    private static final Duration FETCH_MAX_WAIT = Duration.ofMillis(500);

    private ShareScene scene;
    private InMemoryKafka kafka;

    @BeforeEach
    void start() throws Exception {
        scene = ShareScene.start();
        kafka = scene.kafka();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private KafkaShareConsumer<String, String> consumer(String clientId, String... more) {
        return scene.member(ShareScene.config(clientId, more));
    }

    /** Polls for so long, and tells what came, and the how manieth time. */
    private List<String> poll(KafkaShareConsumer<String, String> consumer, Duration time) {
        List<String> seen = new ArrayList<>();
        for (ConsumerRecord<String, String> record : consumer.poll(time)) {
            seen.add(record.value() + " x" + record.deliveryCount().orElseThrow());
        }
        return seen;
    }

    private Duration sinceStart() {
        return Duration.between(
                Instant.parse("2024-01-01T00:00:00Z"), kafka.clock().now());
    }

    @Test
    void freshGroupGetsItsPartitionsWithTheSecondHeartbeat() throws Exception {
        scene.produce("a", "b");
        Instant before = kafka.clock().now();
        try (KafkaShareConsumer<String, String> consumer = consumer("one")) {
            assertThat(poll(consumer, Duration.ofSeconds(10))).containsExactly("a x1", "b x1");
            assertThat(Duration.between(before, kafka.clock().now())).isEqualTo(Duration.ofSeconds(5));
            Map<TopicIdPartition, Optional<KafkaException>> committed = consumer.commitSync();
            assertThat(committed).hasSize(1);
            assertThat(committed.values()).containsExactly(Optional.empty());
            assertThat(poll(consumer, Duration.ofMinutes(2))).isEmpty();
        }
    }

    @Test
    void recordThatNobodyAcknowledgesComesAgainAfterExactlyTheLockDuration() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> slow = scene.member("slow");
        assertThat(poll(slow, Duration.ofSeconds(10))).containsExactly("a x1");
        Instant locked = kafka.clock().now();
        KafkaShareConsumer<String, String> other = scene.member("other");
        assertThat(poll(other, Duration.ofSeconds(29))).isEmpty();
        assertThat(poll(other, Duration.ofSeconds(10))).containsExactly("a x2");
        assertThat(Duration.between(locked, kafka.clock().now())).isEqualTo(LOCK);
        other.close();
        slow.close();
    }

    @Test
    void acknowledgementAfterTheLockHasRunOutIsRefused() throws Exception {
        scene.produce("a");
        try (KafkaShareConsumer<String, String> consumer = scene.member("late")) {
            ConsumerRecord<String, String> record =
                    consumer.poll(Duration.ofSeconds(10)).iterator().next();
            kafka.clock().advance(LOCK);
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
            assertThat(consumer.commitSync().values())
                    .singleElement()
                    .satisfies(outcome -> assertThat(outcome).get().isInstanceOf(InvalidRecordStateException.class));
        }
    }

    @Test
    void releasedRecordComesAgainUntilItsFifthDelivery() throws Exception {
        scene.produce("poison");
        try (KafkaShareConsumer<String, String> consumer = scene.member("one")) {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(6))) {
                    seen.add(record.value() + " x" + record.deliveryCount().orElseThrow());
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                }
                consumer.commitSync();
            }
            assertThat(seen).containsExactly("poison x1", "poison x2", "poison x3", "poison x4", "poison x5");
        }
    }

    @Test
    void rejectedRecordDoesNotComeAgain() throws Exception {
        scene.produce("bad", "good");
        try (KafkaShareConsumer<String, String> consumer = scene.member("one")) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(10))) {
                consumer.acknowledge(
                        record, record.value().equals("bad") ? AcknowledgeType.REJECT : AcknowledgeType.RELEASE);
            }
            consumer.commitSync();
            List<String> again = new ArrayList<>();
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(10))) {
                again.add(record.value());
                consumer.acknowledge(record);
            }
            assertThat(again).containsExactly("good");
        }
    }

    @Test
    void pollWithoutAcknowledgementsIsRefusedInExplicitMode() throws Exception {
        scene.produce("a");
        try (KafkaShareConsumer<String, String> consumer = scene.member("one")) {
            assertThat(poll(consumer, Duration.ofSeconds(10))).hasSize(1);
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closingGivesBackWhatWasNotAcknowledgedToTheNextFetch() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> first = scene.member("first");
        assertThat(poll(first, Duration.ofSeconds(10))).containsExactly("a x1");
        KafkaShareConsumer<String, String> second = scene.member("second");
        assertThat(poll(second, Duration.ofSeconds(6))).isEmpty();
        first.close();
        Instant closed = kafka.clock().now();
        assertThat(poll(second, Duration.ofSeconds(10))).containsExactly("a x2");
        assertThat(Duration.between(closed, kafka.clock().now())).isEqualTo(FETCH_MAX_WAIT);
        second.close();
    }

    @Test
    void crashGivesBackWhatWasLockedToTheNextFetch() throws Exception {
        scene.produce("a");
        KafkaShareConsumer<String, String> first = scene.member("first");
        assertThat(poll(first, Duration.ofSeconds(10))).containsExactly("a x1");
        KafkaShareConsumer<String, String> second = scene.member("second");
        assertThat(poll(second, Duration.ofSeconds(6))).isEmpty();
        kafka.client(first).crash();
        Instant crashed = kafka.clock().now();
        assertThat(poll(second, Duration.ofSeconds(10))).containsExactly("a x2");
        assertThat(Duration.between(crashed, kafka.clock().now())).isEqualTo(FETCH_MAX_WAIT);
        second.close();
    }

    @Test
    void memberThatSendsNoHeartbeatsIsExpired() throws Exception {
        KafkaShareConsumer<String, String> consumer = consumer("one");
        consumer.poll(Duration.ofSeconds(6));
        kafka.client(consumer).pauseHeartbeats();
        kafka.clock().advance(Duration.ofSeconds(46));
        assertThat(kafka.events().render()).contains("expired: one");
        kafka.client(consumer).resume();
        consumer.close();
    }

    @Test
    void wakeupAndInterruptEndThePoll() {
        try (KafkaShareConsumer<String, String> consumer = consumer("one")) {
            consumer.wakeup();
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(1))).isInstanceOf(WakeupException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(1))).isInstanceOf(InterruptException.class);
            Thread.interrupted();
            assertThat(consumer.poll(Duration.ofSeconds(1))).isEmpty();
        }
    }

    @Test
    void settingThatShareConsumersDoNotHaveIsRefusedByTheClient() {
        assertThatThrownBy(() -> consumer("one", "auto.offset.reset", "earliest"))
                .hasStackTraceContaining(ConfigException.class.getName())
                .hasStackTraceContaining("auto.offset.reset");
    }

    @Test
    void sameStoryHasTheSameLog() throws Exception {
        String first = story();
        close();
        start();
        assertThat(story()).isEqualTo(first);
    }

    private String story() throws Exception {
        scene.produce("a", "b", "c", "d");
        KafkaShareConsumer<String, String> one = consumer("one", "max.poll.records", "2");
        KafkaShareConsumer<String, String> two = consumer("two", "max.poll.records", "2");
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            seen.addAll(poll(one, Duration.ofSeconds(3)));
            seen.addAll(poll(two, Duration.ofSeconds(3)));
        }
        kafka.client(one).crash();
        scene.produce("e");
        seen.addAll(poll(two, Duration.ofSeconds(50)));
        two.close();
        EventLog events = kafka.events();
        return seen + "\n" + sinceStart() + "\n" + events.render();
    }
}
