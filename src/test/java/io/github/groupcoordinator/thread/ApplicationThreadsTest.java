package io.github.groupcoordinator.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.LeakedClientException;
import io.github.groupcoordinator.ListenerConfig;
import io.github.groupcoordinator.event.broker.FaultInjected;
import io.github.groupcoordinator.report.Timeline;
import io.github.groupcoordinator.time.ConcurrentUseException;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import io.github.groupcoordinator.view.MemberView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of a cluster to an application with threads of its own, without the agent. */
@Timeout(60)
class ApplicationThreadsTest {
    private static final Map<String, Object> PRODUCER = Map.of(
            "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
            "value.serializer", "org.apache.kafka.common.serialization.StringSerializer");

    private final List<String> seen = PollLoop.list();

    private static InMemoryKafkaConfig.Builder config() {
        return InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.ALLOWED)
                .topic("orders", 4);
    }

    private static InMemoryKafka start() {
        return InMemoryKafka.start(config().build());
    }

    private PollLoop loop(InMemoryKafka kafka, String id, String protocol) {
        return new PollLoop(id, protocol, seen, kafka::consumer);
    }

    @ParameterizedTest
    @CsvSource({"classic, 4", "consumer, 10"})
    void advanceGivesThreadsTheirTurnsAtTheRightInstants(String protocol, int commits) {
        try (InMemoryKafka kafka = start()) {
            PollLoop loop = loop(kafka, "a", protocol);
            PollLoop.run("poller", loop);
            kafka.clock().advance(Duration.ofSeconds(5));

            assertThat(kafka.group("billing").members()).hasSize(1);
            assertThat(kafka.requests().of(ApiKeys.OFFSET_COMMIT).count())
                    .as("a poll of 500 ms and a commit, again and again; the classic one has joined after 3 s")
                    .isEqualTo(commits);
            PollLoop.stop(kafka, loop);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void membersOfOneGroupHaveIdsOfTheirOwn(String protocol) {
        try (InMemoryKafka kafka = start()) {
            PollLoop a = loop(kafka, "a", protocol);
            PollLoop b = loop(kafka, "b", protocol);
            PollLoop.run("one", a);
            PollLoop.run("two", b);
            kafka.awaitStable("billing");

            Set<String> ids = kafka.group("billing").members().stream()
                    .map(MemberView::memberId)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(ids).hasSize(2);
            PollLoop.stop(kafka, a, b);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void heartbeatsGoOnWhileItsThreadIsInsideThePoll(String protocol) {
        try (InMemoryKafka kafka = start()) {
            AtomicReference<KafkaConsumer<String, String>> made = new AtomicReference<>();
            PollLoop.run("patient", () -> {
                try (KafkaConsumer<String, String> consumer =
                        kafka.consumer(loop(kafka, "a", protocol).config())) {
                    made.set(consumer);
                    consumer.subscribe(List.of("orders"));
                    consumer.poll(Duration.ofMinutes(4));
                } catch (WakeupException end) {
                    seen.add("woken");
                }
            });
            kafka.awaitStable("billing");
            kafka.clock().advance(Duration.ofMinutes(3));

            assertThat(kafka.group("billing").members()).hasSize(1);
            made.get().wakeup();
            assertThat(kafka.runUntil(() -> !seen.isEmpty(), Duration.ofSeconds(1)))
                    .isTrue();
            kafka.clock().advance(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void testMayAskAConsumerThatAnotherThreadIsInsideOf(String protocol) {
        try (InMemoryKafka kafka = start()) {
            PollLoop a = loop(kafka, "a", protocol);
            PollLoop.run("poller", a);
            kafka.awaitStable("billing");

            assertThat(kafka.group("billing").members().get(0).assignment()).hasSize(4);
            assertThat(kafka.client(a.consumer).memberId()).isNotEmpty();
            assertThat(kafka.runFor(Duration.ofSeconds(2)).all()).isEmpty();
            PollLoop.stop(kafka, a);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void crashStopsTheThreadOfTheClientUntilItResumes(String protocol) {
        try (InMemoryKafka kafka = start()) {
            PollLoop a = loop(kafka, "a", protocol);
            PollLoop.run("poller", a);
            kafka.awaitStable("billing");
            kafka.client(a.consumer).crash();
            kafka.clock().advance(Duration.ofSeconds(44));
            assertThat(kafka.group("billing").members()).hasSize(1);
            kafka.clock().advance(Duration.ofSeconds(4));
            assertThat(kafka.group("billing").members()).isEmpty();
            assertThat(a.ended).isFalse();

            kafka.client(a.consumer).resume();
            // What a process that comes back is told is a matter of its own loop; this one ends with the first error.
            kafka.clock().advance(Duration.ofSeconds(10));
            assertThat(a.ended || kafka.group("billing").members().size() == 1).isTrue();
            if (!a.ended) {
                PollLoop.stop(kafka, a);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void closingUnwindsThreadsThatAreInsideAClient(String protocol) throws Exception {
        InMemoryKafka kafka = start();
        PollLoop a = loop(kafka, "a", protocol);
        Thread thread = PollLoop.run("poller", a);
        kafka.awaitStable("billing");

        assertThatThrownBy(kafka::close).isInstanceOf(LeakedClientException.class);
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(a.failure).hasMessageContaining("The in-memory cluster was closed while this thread was inside");
    }

    @Test
    void producerIsSharedByThreads() throws Exception {
        try (InMemoryKafka kafka = start();
                KafkaProducer<String, String> producer = kafka.producer(PRODUCER)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = "sender-" + i;
                threads.add(PollLoop.run(name, () -> {
                    try {
                        for (int n = 0; n < 5; n++) {
                            producer.send(new ProducerRecord<>("orders", 0, "k", name + " " + n))
                                    .get();
                        }
                        seen.add(name);
                    } catch (InterruptedException | ExecutionException e) {
                        throw new IllegalStateException(e);
                    }
                }));
            }
            assertThat(kafka.runUntil(() -> seen.size() == 3, Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(15);
        }
    }

    @Test
    void adminWaitsOnAThreadOfItsOwn() {
        try (InMemoryKafka kafka = start()) {
            PollLoop.run("administrator", () -> {
                try (Admin admin = kafka.admin()) {
                    seen.addAll(admin.listTopics().names().get());
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(kafka.runUntil(() -> !seen.isEmpty(), Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(seen).contains("orders");
            kafka.clock().advance(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void interruptEndsThePollOfAThread(String protocol) {
        try (InMemoryKafka kafka = start()) {
            Thread thread = PollLoop.run("patient", () -> {
                try (KafkaConsumer<String, String> consumer =
                        kafka.consumer(loop(kafka, "a", protocol).config())) {
                    consumer.subscribe(List.of("orders"));
                    try {
                        consumer.poll(Duration.ofHours(1));
                    } catch (InterruptException e) {
                        seen.add("interrupted at " + kafka.clock().now());
                        Thread.interrupted();
                    }
                }
            });
            kafka.clock().advance(Duration.ofSeconds(10));
            Instant before = kafka.clock().now();
            thread.interrupt();
            kafka.clock().advance(Duration.ofSeconds(10));

            assertThat(seen).containsExactly("interrupted at " + before);
        }
    }

    @Test
    void letRunLetsTimePassForAnActionThatWaitsForTheApplication() throws Exception {
        try (InMemoryKafka kafka = start()) {
            PollLoop a = loop(kafka, "a", "classic");
            Thread thread = PollLoop.run("poller", a);
            kafka.awaitStable("billing");
            kafka.letRun(() -> {
                a.stop();
                thread.join();
            });

            assertThat(a.ended).isTrue();
            assertThat(kafka.group("billing").members()).isEmpty();
        }
    }

    @Test
    void letRunFailsWhenNothingCanEndTheWait() {
        try (InMemoryKafka kafka = start()) {
            assertThatThrownBy(() -> kafka.letRun(() -> new CountDownLatch(1).await()))
                    .isInstanceOf(VirtualDeadlockException.class)
                    .hasMessageContaining("letRun waits for its action on '"
                            + Thread.currentThread().getName() + "' WAITING");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void threadThatAnotherWakesOutsideOfClientsIsNamedWithTheWayOut() {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        try (InMemoryKafka kafka = start();
                KafkaProducer<String, String> producer = kafka.producer(PRODUCER)) {
            PollLoop.run("worker", () -> {
                try {
                    producer.send(new ProducerRecord<>("orders", 0, "k", queue.take()));
                    seen.add("sent");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            kafka.clock().advance(Duration.ofSeconds(1));
            queue.add("work");
            assertThatThrownBy(() -> kafka.runUntil(() -> !seen.isEmpty(), Duration.ofMinutes(10)))
                    .isInstanceOf(ConcurrentUseException.class)
                    .hasMessageContaining("Thread 'worker' called KafkaProducer 'producer-1'.send(..)")
                    .hasMessageContaining("ApplicationThreads.CONTROLLED");
        }
    }

    @Test
    void threadsThatAreOlderThanTheClusterAreRefusedByName() throws Exception {
        BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        Thread old = PollLoop.run("old worker", () -> {
            try {
                queue.take().run();
            } catch (InterruptedException | RuntimeException e) {
                seen.add(String.valueOf(e.getMessage()));
            }
        });
        try (InMemoryKafka kafka = start()) {
            queue.add(() -> kafka.admin().close());
            old.join();
            assertThat(seen).singleElement().asString().contains("'old worker'", "it is older than the cluster");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void faultsMeetThreadsAndTheirStepsAreInTheTimeline(String protocol) {
        try (InMemoryKafka kafka = start()) {
            PollLoop a = loop(kafka, "a", protocol);
            PollLoop b = loop(kafka, "b", protocol);
            PollLoop.run("one", a);
            PollLoop.run("two", b);
            kafka.awaitStable("billing");
            kafka.faults().on(ApiKeys.OFFSET_COMMIT).group("billing").respond(Errors.COORDINATOR_LOAD_IN_PROGRESS);
            kafka.clock().advance(Duration.ofSeconds(2));
            kafka.client(a.consumer).crash();
            kafka.clock().advance(Duration.ofSeconds(46));
            kafka.awaitStable("billing");

            assertThat(kafka.events().of(FaultInjected.class))
                    .as("commitSync tries again, and its thread goes on")
                    .hasSize(1);
            assertThat(b.failure).isNull();
            assertThat(Timeline.of(kafka.events()).toText())
                    .contains(
                            "\na        J",
                            "\nb        J",
                            "X  member expired",
                            "#  the test disturbed the client",
                            "%  a fault fired on one of the client's requests");
            PollLoop.stop(kafka, b);
        }
    }

    @Test
    void listenerAndThreadsInVirtualTimeAreNotForOneCluster() {
        assertThatThrownBy(() -> InMemoryKafka.start(
                        config().listener(ListenerConfig.inSystemTime()).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A cluster with a listener was to have threads = ALLOWED");
    }

    @Test
    void threadsOfTheApplicationAreRefusedUnlessTheyAreAskedFor() {
        try (InMemoryKafka kafka = InMemoryKafka.start()) {
            assertThatThrownBy(() -> kafka.letRun(() -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("threads = ApplicationThreads.ALLOWED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void seedsDrawTheOrderOfTurnsAndEachRepeats(String protocol) throws Exception {
        Set<String> logs = new TreeSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            String log = PollLoopsTest.run(protocol, seed);
            assertThat(PollLoopsTest.run(protocol, seed)).isEqualTo(log);
            logs.add(log);
        }
        assertThat(logs).hasSizeGreaterThan(1);
    }
}
