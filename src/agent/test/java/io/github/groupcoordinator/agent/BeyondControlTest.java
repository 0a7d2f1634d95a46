package io.github.groupcoordinator.agent;

import static io.github.groupcoordinator.agent.Repeats.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.time.ConcurrentUseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that no agent can give turns to: each fails by its name, with its stack, within seconds of real time. */
@Timeout(120)
class BeyondControlTest {
    private volatile boolean go;
    private volatile Throwable thrown;
    private long spins;

    private static InMemoryKafka start(ApplicationThreads threads) {
        return InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                .threads(threads)
                .topic("orders", 1)
                .build());
    }

    private void spin() {
        while (!go) {
            spins++;
        }
    }

    private Thread made(String name, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        thrown = e;
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    @Test
    void threadThatSpinsWithoutLookingAtAClockIsNamedWithItsStack() {
        try (InMemoryKafka kafka = start(ApplicationThreads.CONTROLLED)) {
            Thread spinner = made("spinner", this::spin);
            assertThatThrownBy(() -> {
                        spinner.start();
                        kafka.clock().advance(Duration.ofSeconds(1));
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Thread 'spinner' is RUNNABLE")
                    .hasMessageContaining("so virtual time stands still at 00:00:00.000")
                    .hasMessageContaining("It spins")
                    .hasMessageContaining("BeyondControlTest.spin(");
        } finally {
            go = true;
        }
    }

    @Test
    void threadThatWaitsForASocketIsNamedWithItsStack() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                InMemoryKafka kafka = start(ApplicationThreads.CONTROLLED)) {
            Thread waiting = made("waiting", () -> {
                kafka.producer(strings(kafka)).close();
                try {
                    server.accept().close();
                } catch (IOException e) {
                    throw new IllegalStateException("The test has closed it", e);
                }
            });
            assertThatThrownBy(() -> {
                        waiting.start();
                        kafka.clock().advance(Duration.ofSeconds(1));
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Thread 'waiting' is RUNNABLE")
                    .hasMessageContaining("waits for something outside of the JVM")
                    .hasMessageContaining("java.net.ServerSocket.accept(");
        }
    }

    @Test
    void poolThatIsOlderThanTheClusterWorksForWhomWakesIt() throws Exception {
        Thread[] made = new Thread[1];
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> made[0] = new Thread(task));
        pool.submit(() -> {}).get();
        while (made[0].getState() != Thread.State.WAITING) {
            // One that is not asleep yet takes the next task without being woken.
            Thread.onSpinWait();
        }
        try (InMemoryKafka kafka = start(ApplicationThreads.CONTROLLED)) {
            pool.submit(() -> kafka.producer(strings(kafka)).close()).get(1, TimeUnit.MINUTES);
            pool.shutdown();
            assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void threadThatIsOlderThanTheClusterAndComesByItselfIsRefusedByName() throws Exception {
        InMemoryKafka[] later = new InMemoryKafka[1];
        Thread old = made("old worker", () -> {
            spin();
            later[0].admin().close();
        });
        old.start();
        try (InMemoryKafka kafka = start(ApplicationThreads.CONTROLLED)) {
            later[0] = kafka;
            go = true;
            while (old.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(thrown)
                    .isInstanceOf(ConcurrentUseException.class)
                    .hasMessageContaining("Thread 'old worker' called")
                    .hasMessageContaining("it is older than the cluster");
        }
    }

    @Test
    void twoControlledClustersWithClocksOfTheirOwnAreRefused() {
        try (InMemoryKafka kafka = start(ApplicationThreads.CONTROLLED)) {
            assertThatThrownBy(() -> start(ApplicationThreads.CONTROLLED))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "Two clusters with clocks of their own were to control the threads of one test");
            assertThat(kafka.topicNames()).containsExactly("orders");
        }
    }

    @Test
    void threadOfOnePoolThatCallsClustersWithClocksOfTheirOwnIsRefusedByName() throws Exception {
        try (InMemoryKafka first = start(ApplicationThreads.CONTROLLED);
                InMemoryKafka second = start(ApplicationThreads.ALLOWED)) {
            Thread between = made("between", () -> {
                first.admin().close();
                second.admin().close();
            });
            between.start();
            between.join();
            assertThat(thrown)
                    .isInstanceOf(ConcurrentUseException.class)
                    .hasMessageContaining("Thread 'between' called")
                    .hasMessageContaining("has called clients of a cluster with another clock before");
        }
    }
}
