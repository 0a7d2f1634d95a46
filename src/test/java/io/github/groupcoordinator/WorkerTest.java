package io.github.groupcoordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.event.client.WorkerChanged;
import io.github.groupcoordinator.event.group.MemberExpired;
import io.github.groupcoordinator.event.group.MemberLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Simulated application loops on the test's own thread. */
final class WorkerTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final InMemoryKafka kafka = start(0);
    private final List<String> handled = new ArrayList<>();

    private static InMemoryKafka start(long seed) {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .topic("orders", 4)
                .seed(seed)
                .build());
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    private static Map<String, Object> config(Object... more) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("group.id", "billing");
        config.put("auto.offset.reset", "earliest");
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i].toString(), more[i + 1]);
        }
        return config;
    }

    private Worker<String, String> worker(WorkerHandler<String, String> handler, Object... more) {
        return kafka.worker(config(more), List.of("orders"), handler);
    }

    private void handle(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {
        records.forEach(record -> handled.add(record.value()));
        if (!records.isEmpty()) {
            consumer.commitSync();
        }
    }

    private void send(int from, int to) {
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("orders", i % 4, null, "order-" + i));
            }
        }
    }

    private List<String> whatBecame() {
        return kafka.events().of(WorkerChanged.class).stream()
                .map(event -> kafka.events().elapsedAt(event.at()) + " "
                        + event.client().clientId() + " " + event.what())
                .toList();
    }

    @Test
    void fiftyWorkersShareATopicWithoutThreads() {
        int before = Thread.activeCount();
        kafka.createTopic("many", 50);
        Map<String, Integer> byWorker = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            String name = "worker-" + i;
            kafka.<String, String>worker(
                    config("client.id", name),
                    List.of("many"),
                    (records, consumer) -> byWorker.merge(name, records.count(), Integer::sum));
        }
        kafka.awaitStable("billing");
        assertThat(Thread.activeCount()).isEqualTo(before);
        try (KafkaProducer<String, String> producer =
                kafka.producer(new LinkedHashMap<>(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 50; i++) {
                producer.send(new ProducerRecord<>("many", i, null, "v"));
            }
        }

        kafka.runFor(Duration.ofSeconds(1));

        assertThat(byWorker).hasSize(50).allSatisfy((name, count) -> assertThat(count)
                .isEqualTo(1));
    }

    @Test
    void handlerIsCalledWithRecordsAndEvery100MsWithout() {
        List<String> calls = new ArrayList<>();
        worker((records, consumer) -> calls.add(kafka.clock().elapsed().toMillis() % 100 + ":" + records.count()));
        kafka.awaitStable("billing");
        kafka.runFor(Duration.ofSeconds(1));

        assertThat(calls).hasSizeBetween(9, 11).allMatch(call -> call.endsWith(":0"));
        calls.clear();
        send(0, 3);
        kafka.runUntil(() -> !calls.isEmpty(), Duration.ofMillis(50));
        assertThat(calls).isNotEmpty().noneMatch(call -> call.endsWith(":0"));
    }

    @Test
    void workerDiesOfWhatItsHandlerThrowsAndItsGroupLearnsWhenMaxPollIntervalIsOver() {
        Worker<String, String> worker = worker(
                (records, consumer) -> {
                    if (!records.isEmpty()) {
                        throw new IllegalStateException("out of stock");
                    }
                },
                "max.poll.interval.ms",
                "60000");
        kafka.awaitStable("billing");
        send(0, 1);
        kafka.runFor(Duration.ofSeconds(30));

        assertThat(worker.isRunning()).isFalse();
        assertThat(worker.failure()).containsInstanceOf(IllegalStateException.class);
        assertThat(kafka.group("billing").members()).hasSize(1);
        kafka.runFor(Duration.ofSeconds(60));
        assertThat(kafka.group("billing").members()).isEmpty();
        assertThat(kafka.events().of(MemberLeft.class)).hasSize(1);
        assertThat(whatBecame())
                .containsExactly(
                        "00:00:00.000 consumer-billing-1 started",
                        "00:00:03.000 consumer-billing-1 died: java.lang.IllegalStateException: out of stock");
    }

    @Test
    void deathThatNobodyAskedAboutFailsTheTest() {
        InMemoryKafka other = start(0);
        other.<String, String>worker(config(), List.of("orders"), (records, consumer) -> {
            throw new IllegalStateException("out of stock");
        });
        other.runFor(Duration.ofSeconds(1));

        assertThatThrownBy(other::close)
                .hasMessage("Worker 'consumer-billing-1' died at 00:00:00.100: java.lang.IllegalStateException:"
                        + " out of stock. If that is meant to happen, ask for its failure().")
                .hasRootCauseMessage("out of stock");
    }

    @Test
    void listenerThatThrowsKillsTheWorkerAlsoWhileTheTestWaitsForTheGroup() {
        Worker<String, String> broken = worker(new WorkerHandler<>() {
            @Override
            public void handle(ConsumerRecords<String, String> records, Consumer<String, String> consumer) {}

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions, Consumer<String, String> consumer) {
                throw new IllegalStateException("no connection");
            }
        });
        assertThatThrownBy(() -> kafka.awaitStable("billing", Duration.ofSeconds(10)))
                .hasMessageContaining("is no live subscriber");

        assertThat(broken.failure().orElseThrow()).hasRootCauseMessage("no connection");
    }

    @Test
    void assertionInAHandlerFailsTheTest() {
        worker((records, consumer) -> assertThat(records.count()).isEqualTo(7));

        assertThatThrownBy(() -> kafka.runFor(Duration.ofSeconds(1))).isInstanceOf(AssertionError.class);
    }

    @Test
    void crashWhileTheHandlerWaitsGetsItNoFurther() {
        List<String> steps = new ArrayList<>();
        Worker<String, String> worker = worker((records, consumer) -> {
            if (!records.isEmpty()) {
                steps.add("commit");
                try {
                    consumer.commitSync();
                } catch (Exception e) {
                    steps.add("caught " + e);
                }
                steps.add("committed");
            }
        });
        kafka.awaitStable("billing");
        send(0, 1);
        kafka.client(worker.consumer()).latency(Duration.ofMillis(50));
        // The fetch takes 100 ms there and back, so does the commit: this is when the commit is under way.
        kafka.clock().schedule(Duration.ofMillis(180), worker::crash);
        kafka.runFor(Duration.ofSeconds(60));

        assertThat(steps).containsExactly("commit");
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
        assertThat(kafka.group("billing").committedOffsets()).isNotEmpty();
    }

    @Test
    void restartedWorkerGoesOnWithANewConsumerAndANewHandler() {
        List<String> made = new ArrayList<>();
        Worker<String, String> worker = kafka.worker(config(), List.of("orders"), () -> {
            made.add("handler");
            return this::handle;
        });
        Consumer<String, String> first = worker.consumer();
        send(0, 8);
        kafka.runUntil(() -> handled.size() == 8, LONG);
        worker.crash();
        assertThat(worker.isRunning()).isFalse();
        worker.restart();
        send(8, 12);

        assertThat(kafka.runUntil(() -> handled.size() == 12, LONG)).isTrue();
        assertThat(worker.consumer()).isNotSameAs(first);
        assertThat(worker.clientId()).isEqualTo("consumer-billing-1");
        assertThat(made).hasSize(2);
        assertThat(handled).doesNotHaveDuplicates();
        assertThat(whatBecame())
                .extracting(line -> line.substring(13))
                .containsExactly("consumer-billing-1 started", "consumer-billing-1 restarted");
    }

    @Test
    void closedWorkerLeavesItsGroup() {
        Worker<String, String> worker = worker(this::handle);
        kafka.awaitStable("billing");
        worker.close();
        worker.close();

        assertThat(kafka.group("billing").members()).isEmpty();
        kafka.runFor(Duration.ofSeconds(1));
    }

    @Test
    void wakeupEndsTheLoopInAnOrderlyWay() {
        Worker<String, String> worker = worker(this::handle);
        kafka.awaitStable("billing");
        worker.consumer().wakeup();
        kafka.runFor(Duration.ofSeconds(1));

        assertThat(worker.isRunning()).isFalse();
        assertThat(worker.failure()).isEmpty();
        assertThat(kafka.group("billing").members()).isEmpty();
    }

    @Test
    void pausedProcessIsExpiredAndComesBack() {
        Worker<String, String> worker = worker(this::handle);
        kafka.awaitStable("billing");
        worker.pause(Duration.ofSeconds(50));
        kafka.runFor(Duration.ofSeconds(46));
        assertThat(kafka.events().of(MemberExpired.class)).hasSize(1);
        assertThat(worker.isRunning()).isFalse();
        kafka.runFor(Duration.ofSeconds(5));
        kafka.awaitStable("billing");

        assertThat(worker.isRunning()).isTrue();
        assertThat(kafka.group("billing").members()).hasSize(1);
    }

    @Test
    void sameSeedGivesTheSameInterleavingAndAnotherSeedAnother() {
        assertThat(run(3)).isEqualTo(run(3)).isNotEqualTo(run(4));
    }

    private static String run(long seed) {
        try (InMemoryKafka cluster = start(seed)) {
            StringBuilder order = new StringBuilder();
            for (String name : List.of("a", "b", "c")) {
                cluster.<String, String>worker(config("client.id", name), List.of("orders"), (records, consumer) -> {
                    order.append(name).append(records.count());
                    consumer.commitSync();
                });
            }
            cluster.runFor(Duration.ofSeconds(20));
            return order + cluster.events().digest();
        }
    }
}
