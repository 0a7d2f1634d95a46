package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.LeakedClientException;
import io.github.groupcoordinator.event.client.ThreadsOverlapped;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own ways to wait under control: virtual time, one thread at a time, the same every time. */
@Timeout(120)
class PlainCodeTest {
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private static InMemoryKafka start() {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(ApplicationThreads.CONTROLLED)
                .topic("orders", 2)
                .topic("out", 1)
                .build());
    }

    private static Map<String, Object> strings(InMemoryKafka kafka) {
        return Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "group.id", "billing",
                "auto.offset.reset", "earliest",
                "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                "value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                "value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    }

    private static Duration since(InMemoryKafka kafka) {
        return Duration.between(kafka.clock().startTime(), kafka.clock().now());
    }

    @Test
    void sleepOfTheTestsThreadTakesVirtualTime() throws InterruptedException {
        try (InMemoryKafka kafka = start()) {
            Thread.sleep(Duration.ofHours(2).toMillis());
            assertThat(since(kafka)).isEqualTo(Duration.ofHours(2));
        }
    }

    @Test
    void clocksShowVirtualTime() throws InterruptedException {
        try (InMemoryKafka kafka = start()) {
            long nanos = System.nanoTime();
            Thread.sleep(1_500);
            assertThat(System.currentTimeMillis()).isEqualTo(kafka.clock().now().toEpochMilli());
            assertThat(Instant.now()).isEqualTo(kafka.clock().now());
            assertThat(System.nanoTime() - nanos).isEqualTo(1_500_000_000L);
        }
        assertThat(System.currentTimeMillis())
                .isGreaterThan(Instant.parse("2025-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void scheduledExecutorRunsAtItsInstants() throws Exception {
        try (InMemoryKafka kafka = start()) {
            ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
            timer.scheduleAtFixedRate(() -> log.add(since(kafka).toString()), 10, 60, TimeUnit.SECONDS);
            Thread.sleep(200_000);
            timer.shutdown();
            assertThat(timer.awaitTermination(1, TimeUnit.HOURS)).isTrue();
            assertThat(log).containsExactly("PT10S", "PT1M10S", "PT2M10S", "PT3M10S");
        }
    }

    @Test
    void latchTimesOutAndIsReleasedAtItsInstant() throws Exception {
        try (InMemoryKafka kafka = start()) {
            CountDownLatch latch = new CountDownLatch(1);
            assertThat(latch.await(30, TimeUnit.SECONDS)).isFalse();
            assertThat(since(kafka)).isEqualTo(Duration.ofSeconds(30));
            ExecutorService pool = Executors.newSingleThreadExecutor();
            pool.execute(() -> {
                try {
                    Thread.sleep(12_345);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                latch.countDown();
            });
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(since(kafka)).isEqualTo(Duration.ofMillis(42_345));
            pool.shutdown();
        }
    }

    @Test
    void monitorsWaitInVirtualTime() throws Exception {
        try (InMemoryKafka kafka = start()) {
            Object monitor = new Object();
            synchronized (monitor) {
                monitor.wait(5_000);
            }
            assertThat(since(kafka)).isEqualTo(Duration.ofSeconds(5));
            Thread notifier = new Thread(() -> {
                try {
                    Thread.sleep(7_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                synchronized (monitor) {
                    monitor.notifyAll();
                }
            });
            notifier.start();
            synchronized (monitor) {
                monitor.wait();
            }
            assertThat(since(kafka)).isEqualTo(Duration.ofSeconds(12));
            notifier.join();
        }
    }

    @Test
    void threadThatGoesOnBesideAnotherAfterAMonitorIsNamed() throws Exception {
        try (InMemoryKafka kafka = start()) {
            Object monitor = new Object();
            Thread holder = new Thread(() -> holdFor(monitor, 3_000), "holder");
            Thread second = new Thread(() -> holdFor(monitor, 1_000), "second");
            holder.start();
            second.start();
            second.join();
            holder.join();
            assertThat(since(kafka)).isEqualTo(Duration.ofSeconds(4));
            assertThat(kafka.events().of(ThreadsOverlapped.class))
                    .singleElement()
                    .hasToString("2024-01-01T00:00:03Z  | warning: thread 'second' ran beside another one after it had"
                            + " waited for a monitor of java.lang.Object, which 'holder' held in a wait: which"
                            + " of them was"
                            + " first is up to the operating system, so this run need not repeat");
        }
    }

    @Test
    void threadsThatHoldNoMonitorInAWaitAreNotNamed() throws Exception {
        try (InMemoryKafka kafka = start()) {
            Object monitor = new Object();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(new Thread(() -> {
                    for (int round = 0; round < 5; round++) {
                        synchronized (monitor) {
                            log.add("in");
                        }
                        holdFor(new Object(), 100);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(log).hasSize(15);
            assertThat(kafka.events().of(ThreadsOverlapped.class)).isEmpty();
        }
    }

    private static void holdFor(Object monitor, long millis) {
        synchronized (monitor) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void joinWaitsForTheEndOfAThread() throws Exception {
        try (InMemoryKafka kafka = start()) {
            Thread sleeper = new Thread(() -> {
                try {
                    Thread.sleep(90_000);
                } catch (InterruptedException e) {
                    log.add("interrupted");
                }
            });
            sleeper.start();
            sleeper.join(10_000);
            assertThat(sleeper.isAlive()).isTrue();
            assertThat(since(kafka)).isEqualTo(Duration.ofSeconds(10));
            sleeper.join();
            assertThat(since(kafka)).isEqualTo(Duration.ofSeconds(90));
        }
    }

    /** The JVM wakes who joins a thread when that is already seen to be dead: no time may pass between the two. */
    @Test
    void noTimePassesBetweenTheEndOfAThreadAndTheWakingOfWhoJoinsIt() throws Exception {
        try (InMemoryKafka kafka = start()) {
            AtomicBoolean stopped = new AtomicBoolean();
            Thread joiner = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    Thread sleeper = new Thread(() -> holdFor(new Object(), 3));
                    sleeper.start();
                    try {
                        sleeper.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    log.add("joined at " + since(kafka).toMillis());
                }
            });
            // Younger than who joins, and always the next to have its turn.
            Thread ticker = new Thread(() -> {
                while (!stopped.get()) {
                    holdFor(new Object(), 1);
                }
            });
            joiner.start();
            ticker.start();
            joiner.join();
            stopped.set(true);
            ticker.join();
            assertThat(log)
                    .isEqualTo(IntStream.rangeClosed(1, 200)
                            .mapToObj(i -> "joined at " + 3 * i)
                            .toList());
        }
    }

    @Test
    void threadThatIsInterruptedInAWaitGoesOnAtThatInstant() throws Exception {
        try (InMemoryKafka kafka = start()) {
            Thread waiter = new Thread(() -> {
                synchronized (log) {
                    try {
                        log.wait();
                    } catch (InterruptedException e) {
                        log.add("interrupted at " + since(kafka).toMillis());
                    }
                }
            });
            waiter.start();
            holdFor(new Object(), 5);
            waiter.interrupt();
            holdFor(new Object(), 1);
            waiter.join();
            assertThat(log).containsExactly("interrupted at 5");
        }
    }

    @Test
    void completableFuturesOfTheCommonPoolRunOneAtATime() throws Exception {
        try (InMemoryKafka kafka = start()) {
            CompletableFuture<String> future = CompletableFuture.supplyAsync(() -> {
                        try {
                            Thread.sleep(1_000);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return "a";
                    })
                    .thenApplyAsync(before -> before + "b");
            assertThat(future.get(1, TimeUnit.MINUTES)).isEqualTo("ab");
            assertThat(since(kafka)).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void waitThatNothingCanEndFails() {
        try (InMemoryKafka kafka = start()) {
            assertThatThrownBy(() -> new CountDownLatch(1).await())
                    .isInstanceOf(VirtualDeadlockException.class)
                    .hasMessageContaining("waits in LockSupport.park");
        }
    }

    @Test
    void randomUuidsFollowFromTheSeed() {
        Set<String> drawn = new TreeSet<>();
        for (int run = 0; run < 3; run++) {
            try (InMemoryKafka kafka = start()) {
                drawn.add(UUID.randomUUID() + " " + UUID.randomUUID());
            }
        }
        assertThat(drawn).hasSize(1);
        assertThat(drawn.iterator().next().split(" ")).doesNotHaveDuplicates();
    }

    @Test
    void clientsOfAllKindsFindTheClusterByItsAddress() throws Exception {
        try (InMemoryKafka kafka = start()) {
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(strings(kafka));
                    Admin admin = Admin.create(strings(kafka));
                    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(strings(kafka))) {
                producer.send(new ProducerRecord<>("orders", 0, "k", "v")).get();
                consumer.subscribe(List.of("orders"));
                assertThat(consumer.poll(Duration.ofSeconds(10)).count()).isEqualTo(1);
                assertThat(admin.listTopics().names().get()).contains("orders");
            }
        }
    }

    @Test
    void adminClientsOfTheOlderNameFindTheClusterToo() throws Exception {
        try (InMemoryKafka kafka = start()) {
            try (AdminClient admin = AdminClient.create(strings(kafka))) {
                assertThat(admin.listTopics().names().get()).contains("orders");
                assertThat(kafka.client(admin).clientId()).isEqualTo("adminclient-1");
            }
        }
    }

    /** If it still were under way, in real time, it could take a task of the next cluster's application unseen. */
    @Test
    void threadOfTheCommonPoolHasLeftItsClusterWhenThatIsClosed() {
        Thread[] worker = new Thread[1];
        try (InMemoryKafka kafka = InMemoryKafka.start(Repeats.controlled().build())) {
            ForkJoinPool.commonPool()
                    .submit(() -> worker[0] = Thread.currentThread())
                    .join();
            kafka.clock().advance(Duration.ofSeconds(1));
        }
        assertThat(worker[0].getState()).isNotEqualTo(Thread.State.RUNNABLE);
        assertThat(worker[0].getStackTrace())
                .noneMatch(frame -> frame.getClassName().startsWith("io.github.groupcoordinator."));
    }

    @Test
    void clientThatIsLeftOpenIsNamedWithTheLineThatMadeIt() {
        assertThatThrownBy(() -> {
                    try (InMemoryKafka kafka = start()) {
                        AdminClient.create(strings(kafka));
                        new KafkaProducer<>(strings(kafka));
                    }
                })
                .isInstanceOf(LeakedClientException.class)
                .hasMessageContaining("Admin 'adminclient-1' made at " + PlainCodeTest.class.getName())
                .hasMessageContaining("KafkaProducer 'producer-1' made at " + PlainCodeTest.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void handOffThroughAQueueHasTheSameLogInEveryRun(String protocol) throws Exception {
        Repeats.inEveryRun(
                "hand-off " + protocol, () -> handOff(protocol).lines().toList());
    }

    private static String handOff(String protocol) throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        try (InMemoryKafka kafka = start()) {
            Map<String, Object> config = new LinkedHashMap<>(strings(kafka));
            config.put("group.protocol", protocol);
            BlockingQueue<ConsumerRecord<String, String>> queue = new LinkedBlockingQueue<>();
            KafkaProducer<String, String> out = new KafkaProducer<>(strings(kafka));
            boolean[] end = new boolean[1];
            Thread poller = new Thread(
                    () -> {
                        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
                            consumer.subscribe(List.of("orders"));
                            while (!end[0]) {
                                consumer.poll(Duration.ofMillis(50)).forEach(queue::add);
                            }
                        }
                    },
                    "poller");
            Thread worker = new Thread(
                    () -> {
                        try {
                            for (String value = ""; !value.equals("end"); ) {
                                value = queue.take().value();
                                out.send(new ProducerRecord<>("out", value)).get();
                                seen.add(value + " at " + kafka.clock().now());
                            }
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "worker");
            poller.start();
            worker.start();
            for (int i = 0; i < 100; i++) {
                out.send(new ProducerRecord<>("orders", i % 2, "k", "v" + i)).get();
                Thread.sleep(100);
            }
            out.send(new ProducerRecord<>("orders", 0, "k", "end")).get();
            worker.join();
            end[0] = true;
            poller.join();
            out.close();
            return seen + "\n" + kafka.events();
        }
    }
}
