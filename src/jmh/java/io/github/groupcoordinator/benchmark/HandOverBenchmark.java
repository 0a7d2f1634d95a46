package io.github.groupcoordinator.benchmark;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The price of a turn of an application's thread, which is handed the baton and gives it back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandOverBenchmark {
    private static final Duration ONE_MS = Duration.ofMillis(1);

    /** Threads of an application that do nothing but wait for the next millisecond. */
    @State(Scope.Thread)
    public static class Application {
        @Param({"1", "10", "100"})
        public int threads;

        private InMemoryKafka kafka;

        /** Starts them; each runs until the cluster is closed, which throws it out of its wait. */
        @Setup(Level.Trial)
        public void start() {
            kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                    .threads(ApplicationThreads.ALLOWED)
                    .build());
            for (int i = 0; i < threads; i++) {
                Thread thread = new Thread(this::waitAgainAndAgain);
                thread.setDaemon(true);
                thread.start();
            }
            kafka.clock().advance(ONE_MS);
        }

        private void waitAgainAndAgain() {
            while (true) {
                kafka.clock().advance(ONE_MS);
            }
        }

        @TearDown(Level.Trial)
        public void end() {
            kafka.close();
        }
    }

    /** A consumer with nothing to read, which the driving thread polls. */
    @State(Scope.Thread)
    public static class IdleConsumer {
        @Param({"classic", "consumer"})
        public String protocol;

        private InMemoryKafka kafka;
        private KafkaConsumer<String, String> consumer;

        @Setup(Level.Trial)
        public void start() {
            kafka = InMemoryKafka.start(InMemoryKafkaConfig.defaults().toBuilder()
                    .topic("orders", 1)
                    .build());
            consumer = kafka.consumer(
                    Map.of("group.id", "billing", "group.protocol", protocol),
                    new StringDeserializer(),
                    new StringDeserializer());
            consumer.subscribe(List.of("orders"));
            kafka.awaitStable("billing");
        }

        @TearDown(Level.Trial)
        public void end() {
            consumer.close();
            kafka.close();
        }
    }

    /** Two threads of the JVM that hand one permit to and fro, and nothing else: the machine's own price. */
    @State(Scope.Thread)
    public static class TwoThreads {
        private final Thread here = Thread.currentThread();
        private Thread there;
        private volatile boolean theirs;
        private volatile boolean ended;

        @Setup(Level.Trial)
        public void start() {
            there = new Thread(() -> {
                while (!ended) {
                    if (theirs) {
                        theirs = false;
                        LockSupport.unpark(here);
                    } else {
                        LockSupport.park();
                    }
                }
            });
            there.setDaemon(true);
            there.start();
        }

        @TearDown(Level.Trial)
        public void end() {
            ended = true;
            LockSupport.unpark(there);
        }

        void thereAndBack() {
            theirs = true;
            LockSupport.unpark(there);
            while (theirs) {
                LockSupport.park();
            }
        }
    }

    /** One millisecond of virtual time, in which each thread has one turn. */
    @Benchmark
    public void oneTurnOfEachThread(Application application) {
        application.kafka.clock().advance(ONE_MS);
    }

    /**
     * One millisecond of virtual time, and a poll: that of the consumer protocol asks its network thread for records.
     */
    @Benchmark
    public Object oneIdlePoll(IdleConsumer idle) {
        idle.kafka.clock().advance(ONE_MS);
        return idle.consumer.poll(Duration.ZERO);
    }

    @Benchmark
    public void permitThereAndBack(TwoThreads threads) {
        threads.thereAndBack();
    }
}
