package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers of share groups (KIP-932): what their handlers say becomes of the records. */
class ShareWorkerTest {
    private static final String GROUP = ShareScene.GROUP;
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    /** The lock on a record that was delivered: {@code group.share.record.lock.duration.ms}. */
    private static final Duration LOCK = Duration.ofSeconds(30);

    private final List<String> handled = new ArrayList<>();
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

    private ShareWorker<String, String> worker(String name, String mode, ShareWorkerHandler<String, String> handler) {
        return kafka.shareWorker(
                ShareScene.config(name, "share.acknowledgement.mode", mode), List.of("orders"), handler);
    }

    /** Notes who handled what, the how manieth time, and when. */
    private void note(ConsumerRecord<String, String> record, String by) {
        handled.add(by + ": " + record.value() + " x" + record.deliveryCount().orElseThrow() + " at "
                + Duration.between(START, kafka.clock().now()));
    }

    private ShareWorkerHandler<String, String> notes(String by, AcknowledgeType outcome) {
        return (record, consumer) -> {
            note(record, by);
            return outcome;
        };
    }

    @Test
    void outcomeOfTheHandlerIsWhatBecomesOfTheRecord() throws Exception {
        scene.produce("accepted", "released", "rejected");
        worker("one", "explicit", (record, consumer) -> {
            note(record, "one");
            return switch (record.value()) {
                case "accepted" -> AcknowledgeType.ACCEPT;
                case "released" -> AcknowledgeType.RELEASE;
                default -> AcknowledgeType.REJECT;
            };
        });
        kafka.runFor(Duration.ofMinutes(2));
        assertThat(handled)
                .containsExactly(
                        "one: accepted x1 at PT5.015S",
                        "one: released x1 at PT5.015S",
                        "one: rejected x1 at PT5.015S",
                        "one: released x2 at PT5.015S",
                        "one: released x3 at PT5.515S",
                        "one: released x4 at PT6.015S",
                        "one: released x5 at PT6.515S");
    }

    @Test
    void implicitModeAcceptsWhatWasHandled() throws Exception {
        scene.produce("a", "b");
        worker("one", "implicit", notes("one", AcknowledgeType.ACCEPT));
        kafka.runFor(Duration.ofMinutes(2));
        assertThat(handled).containsExactly("one: a x1 at PT5.01S", "one: b x1 at PT5.01S");
    }

    @Test
    void handlerOfImplicitModeHasNoChoice() throws Exception {
        scene.produce("a");
        ShareWorker<String, String> worker = worker("one", "implicit", notes("one", AcknowledgeType.RELEASE));
        kafka.runFor(Duration.ofSeconds(10));
        assertThat(worker.isRunning()).isFalse();
        assertThat(worker.failure())
                .get()
                .isInstanceOf(IllegalStateException.class)
                .extracting(Throwable::getMessage)
                .isEqualTo("The handler wants to release the record at orders-0, offset 0, but the next poll accepts"
                        + " it: set share.acknowledgement.mode=explicit");
    }

    @Test
    void handlerThatThrowsKillsTheWorkerAndItsLocksRunOut() throws Exception {
        scene.produce("a");
        ShareWorker<String, String> first = worker("one", "explicit", (record, consumer) -> {
            note(record, "one");
            throw new IllegalArgumentException("no such customer");
        });
        worker("two", "explicit", notes("two", AcknowledgeType.ACCEPT));
        kafka.runFor(Duration.ofMinutes(1));
        assertThat(first.failure()).get().isInstanceOf(IllegalArgumentException.class);
        assertThat(handled).containsExactly("one: a x1 at PT5.005S", "two: a x2 at PT35.005S");
    }

    /** A worker that stops in one way or the other while it has a record in its hands, once. */
    private ShareWorker<String, String> stopsWith(Consumer<ShareWorker<String, String>> stop) {
        List<ShareWorker<String, String>> self = new ArrayList<>();
        self.add(worker("one", "explicit", (record, consumer) -> {
            note(record, "one");
            if (!self.isEmpty()) {
                stop.accept(self.remove(0));
            }
            return AcknowledgeType.ACCEPT;
        }));
        return self.get(0);
    }

    @Test
    void recordOfACrashedWorkerComesToAnotherWithItsNextFetch() throws Exception {
        ShareWorker<String, String> first = stopsWith(ShareWorker::crash);
        worker("two", "explicit", notes("two", AcknowledgeType.ACCEPT));
        kafka.awaitStable(GROUP);
        scene.produce("a");
        kafka.runFor(Duration.ofSeconds(1));
        assertThat(first.isRunning()).isFalse();
        assertThat(handled).containsExactly("one: a x1 at PT5.005S", "two: a x2 at PT5.505S");
        first.restart();
        kafka.awaitStable(GROUP);
        assertThat(kafka.group(GROUP).members()).hasSize(2);
    }

    @Test
    void recordOfAPausedWorkerComesToAnotherWhenItsLockHasRunOut() throws Exception {
        ShareWorker<String, String> first = worker("one", "explicit", (record, consumer) -> {
            note(record, "one");
            return handled.size() <= 3 ? AcknowledgeType.RENEW : AcknowledgeType.ACCEPT;
        });
        worker("two", "explicit", notes("two", AcknowledgeType.ACCEPT));
        kafka.awaitStable(GROUP);
        scene.produce("a");
        assertThat(kafka.runUntil(() -> handled.size() == 3, Duration.ofSeconds(2)))
                .isTrue();
        first.pause(Duration.ofMinutes(1));
        kafka.runFor(Duration.ofMinutes(2));
        assertThat(handled)
                .containsExactly(
                        "one: a x1 at PT5.005S",
                        "one: a x1 at PT5.005S",
                        "one: a x1 at PT5.505S",
                        "two: a x2 at PT35.505S",
                        "one: a x1 at PT1M6.005S");
        assertThat(first.isRunning()).isTrue();
    }

    @Test
    void handlerOfAPausedWorkerStandsStillWithIt() throws Exception {
        List<ShareWorker<String, String>> self = new ArrayList<>();
        self.add(worker("one", "explicit", (record, consumer) -> {
            note(record, "one");
            self.get(0).pause(LOCK.minusMillis(1));
            consumer.commitSync();
            handled.add("went on at " + Duration.between(START, kafka.clock().now()));
            return AcknowledgeType.ACCEPT;
        }));
        worker("two", "explicit", notes("two", AcknowledgeType.ACCEPT));
        kafka.awaitStable(GROUP);
        scene.produce("a");
        kafka.runFor(Duration.ofMinutes(2));
        assertThat(handled).containsExactly("one: a x1 at PT5.005S", "went on at PT35.004S");
    }

    @Test
    void callbackIsToldOfAcknowledgements() throws Exception {
        scene.produce("a");
        kafka.shareWorker(ShareScene.explicit("one"), List.of("orders"), new ShareWorkerHandler<String, String>() {
            @Override
            public AcknowledgeType handle(
                    ConsumerRecord<String, String> record, KafkaShareConsumer<String, String> consumer) {
                return AcknowledgeType.ACCEPT;
            }

            @Override
            public void onAcknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception exception) {
                handled.add(offsets.values() + " " + exception);
            }
        });
        kafka.runFor(Duration.ofSeconds(10));
        assertThat(handled).containsExactly("[[0]] null");
    }
}
