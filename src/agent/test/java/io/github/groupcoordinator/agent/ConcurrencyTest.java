package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.agent.Repeats.inEveryRun;
import static io.github.groupcoordinator.agent.Repeats.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.agent.Repeats.Seen;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** The means of concurrency beside threads: chains of futures, timers, virtual threads. */
@Timeout(120)
class ConcurrencyTest {

    private static CompletableFuture<RecordMetadata> send(KafkaProducer<String, String> producer, String value) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        producer.send(new ProducerRecord<>("orders", value), (metadata, failure) -> {
            if (failure == null) {
                sent.complete(metadata);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    @Test
    void chainOfFuturesGoesOnWhenRecordsAreSent() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(strings(kafka))) {
                CompletableFuture<Long> chain = CompletableFuture.supplyAsync(() -> "a")
                        .thenCompose(value -> send(producer, value))
                        .thenComposeAsync(first -> send(producer, "b after " + first.offset()))
                        .thenCombineAsync(send(producer, "c"), (second, third) -> second.offset() + third.offset())
                        .whenCompleteAsync((sum, failure) -> seen.note("sum " + sum));
                assertThat(chain.get(1, TimeUnit.MINUTES)).isBetween(1L, 3L);
            }
            assertThat(kafka.endOffset("orders", 0)).isEqualTo(3);
        });
    }

    @Test
    void futuresTimeOutAndAreDelayedInVirtualTime() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            CompletableFuture<String> never = new CompletableFuture<String>().orTimeout(5, TimeUnit.MINUTES);
            CompletableFuture<String> late = new CompletableFuture<String>()
                    .completeOnTimeout("late", 7, TimeUnit.MINUTES)
                    .thenApplyAsync(value -> {
                        seen.note(value);
                        return value;
                    });
            CompletableFuture<Void> delayed = CompletableFuture.runAsync(
                    () -> seen.note("delayed"), CompletableFuture.delayedExecutor(3, TimeUnit.MINUTES));
            assertThatThrownBy(never::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
            seen.note("timed out");
            CompletableFuture.allOf(late, delayed).get();
            assertThat(seen.all()).containsExactly("PT3M delayed", "PT5M timed out", "PT7M late");
        });
    }

    @Test
    void timersOfOnePoolKeepTheirDelaysAndEndWhenTheyAreCancelled() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            ScheduledExecutorService timers = Executors.newScheduledThreadPool(3);
            Future<?> slow = timers.scheduleWithFixedDelay(
                    () -> {
                        seen.note("slow begins");
                        sleep(Duration.ofSeconds(20));
                    },
                    0,
                    40,
                    TimeUnit.SECONDS);
            timers.scheduleAtFixedRate(() -> seen.note("quick"), 30, 60, TimeUnit.SECONDS);
            timers.schedule(() -> slow.cancel(false), 90, TimeUnit.SECONDS);
            Thread.sleep(Duration.ofSeconds(200).toMillis());
            timers.shutdown();
            assertThat(timers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(seen.all())
                    .containsExactly(
                            "PT0S slow begins", "PT30S quick", "PT1M slow begins", "PT1M30S quick", "PT2M30S quick");
        });
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void parallelTasksOfAPoolOfFourHaveOneOrder() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            ExecutorService pool = Executors.newWorkStealingPool(4);
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(strings(kafka))) {
                List<CompletableFuture<Void>> all = IntStream.range(0, 20)
                        .mapToObj(i -> CompletableFuture.runAsync(
                                () -> {
                                    sleep(Duration.ofMillis(i % 3));
                                    send(producer, "v" + i).join();
                                    seen.note("v" + i);
                                },
                                pool))
                        .toList();
                CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                        .get();
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(seen.words()).hasSize(20).doesNotHaveDuplicates();
        });
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        // The tests are compiled for JDK 17, which has none.
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsSleepAndPollInVirtualTime() throws Exception {
        inEveryRun(2, (kafka, seen) -> {
            ExecutorService threads = virtualThreads();
            boolean[] end = new boolean[1];
            for (int i = 0; i < 2; i++) {
                threads.execute(() -> poll(kafka, seen, end));
            }
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(strings(kafka))) {
                for (int i = 0; i < 10; i++) {
                    String value = "v" + i;
                    threads.submit(() -> send(producer, value).join()).get();
                    Thread.sleep(5_000);
                }
            }
            end[0] = true;
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(seen.words()).hasSize(10).doesNotHaveDuplicates();
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void joinWaitsForTheEndOfAVirtualThread() throws Exception {
        inEveryRun(1, (kafka, seen) -> {
            Thread sleeper = (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable)
                            () -> sleep(Duration.ofSeconds(90)));
            sleeper.join(10_000);
            seen.note(sleeper.isAlive());
            sleeper.join();
            seen.note(sleeper.isAlive());
            assertThat(seen.all()).containsExactly("PT10S true", "PT1M30S false");
        });
    }

    private static void poll(InMemoryKafka kafka, Seen seen, boolean[] end) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(strings(kafka))) {
            consumer.subscribe(List.of("orders"));
            while (!end[0]) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    sleep(Duration.ofMillis(50));
                    seen.note(record.value());
                });
            }
        }
    }
}
