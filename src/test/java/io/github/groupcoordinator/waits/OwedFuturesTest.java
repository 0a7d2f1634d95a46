package io.github.groupcoordinator.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits of the test's thread for what only the cluster can do, in futures and latches that are not a client's. */
@Timeout(60)
class OwedFuturesTest {
    private final InMemoryKafka kafka = InMemoryKafka.start();
    private Instant since = Instant.EPOCH;

    @BeforeEach
    void topic() throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("owed", 1, (short) 1)))
                    .all()
                    .get();
        }
        since = kafka.clock().now();
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    private long passedMs() {
        return Duration.between(since, kafka.clock().now()).toMillis();
    }

    private Producer<String, String> producer(Map<String, Object> config) {
        return kafka.producer(config, new StringSerializer(), new StringSerializer());
    }

    /** As Spring's template does. */
    private static CompletableFuture<RecordMetadata> send(Producer<String, String> producer, String value) {
        CompletableFuture<RecordMetadata> future = new CompletableFuture<>();
        producer.send(new ProducerRecord<>("owed", value), (metadata, thrown) -> {
            if (thrown == null) {
                future.complete(metadata);
            } else {
                future.completeExceptionally(thrown);
            }
        });
        return future;
    }

    @Test
    void futureOfASendCallbackIsWaitedForInVirtualTime() throws Exception {
        try (Producer<String, String> producer = producer(Map.of("linger.ms", "700"))) {
            assertThat(send(producer, "first").get().offset()).isZero();
            assertThat(passedMs()).isEqualTo(700);
            assertThat(send(producer, "second")
                            .thenApply(RecordMetadata::offset)
                            .get(30, TimeUnit.SECONDS))
                    .isEqualTo(1);
            assertThat(passedMs()).isEqualTo(1_400);
            assertThat(send(producer, "third").join().offset()).isEqualTo(2);
        }
    }

    @Test
    void timeStopsAtTheStepThatEndsTheWait() throws Exception {
        List<String> done = new ArrayList<>();
        try (Producer<String, String> slow = producer(Map.of("linger.ms", "900"));
                Producer<String, String> producer = producer(Map.of("linger.ms", "300"))) {
            slow.partitionsFor("owed");
            CompletableFuture<RecordMetadata> later = send(slow, "later");
            later.thenRun(() -> done.add("later"));
            send(producer, "sooner").get();
            assertThat(passedMs()).isEqualTo(300);
            assertThat(done).isEmpty();
            later.get();
            assertThat(passedMs()).isEqualTo(900);
        }
    }

    @Test
    void latchThatSendCallbacksCountDownIsWaitedForInVirtualTime() throws Exception {
        CountDownLatch sent = new CountDownLatch(50);
        try (Producer<String, String> producer = producer(Map.of("linger.ms", "5"))) {
            for (int i = 0; i < 50; i++) {
                producer.send(new ProducerRecord<>("owed", "value " + i), (metadata, thrown) -> sent.countDown());
            }
            assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(passedMs()).isEqualTo(5);
        }
    }

    @Test
    void brokerThatHangsEndsSuchAWaitByTheTimeoutOfTheDelivery() {
        try (Producer<String, String> producer =
                producer(Map.of("linger.ms", "0", "request.timeout.ms", "2000", "delivery.timeout.ms", "6000"))) {
            producer.partitionsFor("owed");
            kafka.broker(0).pause();
            CompletableFuture<RecordMetadata> future = send(producer, "lost");
            assertThatThrownBy(future::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(passedMs()).isEqualTo(6_000);
            kafka.broker(0).resume();
        }
    }

    @Test
    void futuresOfSingleBrokersWithinAnAnswerAreWaitedForWhenTheyAreComposed() throws Exception {
        // Any other seed than 0 draws latencies: the brokers are known before they have answered.
        InMemoryKafkaConfig drawn =
                InMemoryKafkaConfig.builder().seed(7).brokers(3).build();
        try (InMemoryKafka others = InMemoryKafka.start(drawn);
                Admin admin = others.admin()) {
            for (int i = 0; i < 20; i++) {
                KafkaFuture<?> composed = admin.listTransactions().all();
                assertThat(composed.isDone()).isTrue();
                KafkaFuture<?> ofABroker =
                        admin.listTransactions().byBrokerId().get().get(1);
                assertThat(ofABroker.get()).isEqualTo(List.of());
            }
        }
    }

    @Test
    void futureThatAnotherThreadCompletesAfterAWhileLetsNoTimePass() throws Exception {
        try (Producer<String, String> producer = producer(Map.of("linger.ms", "700"))) {
            CompletableFuture<RecordMetadata> sent = send(producer, "outstanding");
            CompletableFuture<String> worked = new CompletableFuture<>();
            Thread worker = new Thread(() -> {
                rest(new Semaphore(0), 400);
                worked.complete("after real time");
            });
            worker.start();
            assertThat(worked.get()).isEqualTo("after real time");
            assertThat(passedMs()).isZero();
            worker.join();
            assertThat(sent.get().offset()).isZero();
            assertThat(passedMs()).isEqualTo(700);
        }
    }

    @Test
    void threadsThatSleptBeforeTheSendAndIdleWorkersOfPoolsDoNotKeepTimeFromPassing() throws Exception {
        Semaphore end = new Semaphore(0);
        Thread sleeper = new Thread(() -> rest(end, 50_000));
        sleeper.start();
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        ExecutorService pool = Executors.newCachedThreadPool();
        try (Producer<String, String> producer = producer(Map.of("linger.ms", "700"))) {
            CompletableFuture<RecordMetadata> sent = send(producer, "sent");
            pool.submit(() -> {}).get();
            assertThat(sent.get().offset()).isZero();
            assertThat(passedMs()).isEqualTo(700);
        } finally {
            pool.shutdown();
            end.release();
            sleeper.join();
        }
    }

    /** Waits in real time, for a while at most. */
    private static void rest(Semaphore end, long atMostMs) {
        try {
            end.tryAcquire(atMostMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void handlerOfAWorkerMayWaitForAFutureOfACallback() throws Exception {
        List<Long> offsets = new ArrayList<>();
        try (Producer<String, String> producer = producer(Map.of("linger.ms", "20"))) {
            Worker<String, String> worker = kafka.worker(
                    Map.of(
                            "group.id",
                            "of-workers",
                            "auto.offset.reset",
                            "earliest",
                            "key.deserializer",
                            StringDeserializer.class,
                            "value.deserializer",
                            StringDeserializer.class),
                    List.of("owed"),
                    (records, consumer) -> {
                        if (offsets.isEmpty()) {
                            offsets.add(send(producer, "answer").join().offset());
                        }
                    });
            producer.send(new ProducerRecord<>("owed", "question")).get();
            kafka.runUntil(() -> !offsets.isEmpty(), Duration.ofSeconds(30));
            assertThat(offsets).containsExactly(1L);
            worker.close();
        }
    }

    @Test
    void futuresThatKafkaComposesOfAnInterruptedCallArePassedTimeForWhenTheyAreAskedOnceMore() throws Exception {
        try (Admin admin = kafka.admin()) {
            kafka.client(admin).latency(Duration.ofMillis(250));
            Thread.currentThread().interrupt();
            KafkaFuture<Void> created = admin.createTopics(
                            List.of(new NewTopic("a", 1, (short) 1), new NewTopic("b", 1, (short) 1)))
                    .all();
            assertThatThrownBy(created::get).isInstanceOf(InterruptedException.class);
            assertThat(created.isDone()).isFalse();
            created.get();
            // Two connections with their handshakes, and an answer of each.
            assertThat(passedMs()).isEqualTo(3_000);
            Thread.currentThread().interrupt();
            KafkaFuture<Integer> partitions =
                    admin.describeTopics(List.of("a", "b")).allTopicNames().thenApply(Map::size);
            assertThatThrownBy(partitions::get).isInstanceOf(InterruptedException.class);
            assertThat(partitions.get(30, TimeUnit.SECONDS)).isEqualTo(2);
            Thread.currentThread().interrupt();
            KafkaFuture<Void> deleted = admin.deleteTopics(List.of("nowhere")).all();
            assertThatThrownBy(deleted::get).isInstanceOf(InterruptedException.class);
            assertThatThrownBy(deleted::get).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }
}
