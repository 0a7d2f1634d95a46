package io.github.groupcoordinator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.groupcoordinator.ApplicationThreads;
import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.junit5.EmbeddedGroupCoordinator;
import io.github.groupcoordinator.junit5.Simulation;
import io.github.groupcoordinator.junit5.Topic;
import io.github.groupcoordinator.simulation.FaultMix;
import io.github.groupcoordinator.simulation.SimulationFailure;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Simulations that explore the orders in which an application's threads get their turns. */
@Timeout(300)
class SimulatedThreadsTest {
    private static final Pattern REPLAY = Pattern.compile("Replay it with:  @Simulation\\(replay = \"([^\"]+)\"\\)");

    @Test
    void commitBeforeThePoolHasFinishedIsFoundShrunkAndReplayed() {
        Throwable failure = failure(run(CommitsBeforeThePoolHasFinished.class, "seed=1"));
        assertThat(failure).as("the order of creation hides the race").isNull();

        failure = failure(run(CommitsBeforeThePoolHasFinished.class, ""));

        assertThat(failure)
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("1 turn of another thread, shrunk from ")
                .hasMessageContaining("thread 'listener' goes on before 'pool'")
                .hasMessageContaining("offset 1 was committed when 0 orders were handled");
        Matcher replay = REPLAY.matcher(failure.getMessage());
        assertThat(replay.find()).as(failure.getMessage()).isTrue();
        assertThat(replay.group(1)).matches("seed=\\d+ turn#\\d+:1");

        Throwable replayed = failure(run(CommitsBeforeThePoolHasFinished.class, replay.group(1)));

        assertThat(replayed)
                .isInstanceOf(SimulationFailure.class)
                .hasMessageStartingWith("Replayed with 1 turn of another thread\n");
        assertThat(replayed.getCause()).hasMessage(failure.getCause().getMessage());
    }

    @Test
    void commitOfWhatThePoolHasFinishedSurvives() {
        EngineExecutionResults results = run(CommitsWhatThePoolHasFinished.class, "");

        assertThat(failure(results)).isNull();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(RUNS);
    }

    /** A JVM that is started for its part of the runs brings its threads under control as the first one did. */
    @Test
    void failureIsTheSameInJvmsOfTheirOwn() {
        Throwable here = failure(run(FailsFromTheThirdRunOn.class, JVMS, "1"));
        Throwable elsewhere = failure(run(FailsFromTheThirdRunOn.class, JVMS, "2"));

        assertThat(here).isInstanceOf(SimulationFailure.class).hasMessageContaining("1 turn of another thread, shrunk");
        assertThat(elsewhere).isInstanceOf(SimulationFailure.class).hasMessage(here.getMessage());
    }

    private static final int RUNS = 200;

    private static final String REPLAY_PARAMETER = "embedded-group-coordinator.replay";

    private static final String JVMS = "embedded-group-coordinator.simulation.jvms";

    private static EngineExecutionResults run(Class<?> testClass, String replay) {
        return run(testClass, REPLAY_PARAMETER, replay);
    }

    private static EngineExecutionResults run(Class<?> testClass, String parameter, String value) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(parameter, value)
                .selectors(selectClass(testClass))
                .execute();
    }

    private static Throwable failure(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .findFirst()
                .flatMap(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                        .getThrowable())
                .orElse(null);
    }

    /** The wait of an application for what it has handed to its pool, before it commits. */
    private interface Wait {
        void until(List<Future<?>> handed);
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"), threads = ApplicationThreads.CONTROLLED)
    static class CommitsBeforeThePoolHasFinished {

        @Simulation(runs = RUNS, faults = FaultMix.NONE)
        void commitsOnlyWhatIsHandled(InMemoryKafka kafka) throws Exception {
            commitsOnlyWhatIsHandled(kafka, handed -> {
                // The pool has done it by then: so it seems, whenever somebody tries.
                Thread.yield();
            });
        }

        static void commitsOnlyWhatIsHandled(InMemoryKafka kafka, Wait wait) throws InterruptedException {
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(config(kafka))) {
                producer.send(new ProducerRecord<>("orders", "order"));
            }
            AtomicInteger handled = new AtomicInteger();
            AtomicBoolean ended = new AtomicBoolean();
            List<String> lost = Collections.synchronizedList(new ArrayList<>());
            ThreadPoolExecutor pool =
                    (ThreadPoolExecutor) Executors.newFixedThreadPool(1, task -> new Thread(task, "pool"));
            pool.prestartCoreThread();
            Thread listener = new Thread(
                    () -> {
                        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config(kafka))) {
                            consumer.subscribe(List.of("orders"));
                            while (!ended.get()) {
                                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                                List<Future<?>> handed = new ArrayList<>();
                                records.forEach(record -> handed.add(pool.submit(handled::incrementAndGet)));
                                if (!handed.isEmpty()) {
                                    wait.until(handed);
                                    if (handled.get() == 0) {
                                        lost.add("offset 1 was committed when 0 orders were handled");
                                    }
                                    consumer.commitSync();
                                }
                            }
                        }
                    },
                    "listener");
            listener.start();
            kafka.clock().advance(Duration.ofSeconds(10));
            ended.set(true);
            listener.join();
            pool.shutdown();
            assertThat(lost).isEmpty();
            assertThat(handled).hasValue(1);
        }

        private static Map<String, Object> config(InMemoryKafka kafka) {
            return Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(),
                    "group.id", "billing",
                    "enable.auto.commit", "false",
                    "auto.offset.reset", "earliest",
                    "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                    "value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                    "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                    "value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"), threads = ApplicationThreads.CONTROLLED)
    static class CommitsWhatThePoolHasFinished {

        @Simulation(runs = RUNS, faults = FaultMix.NONE)
        void commitsOnlyWhatIsHandled(InMemoryKafka kafka) throws Exception {
            CommitsBeforeThePoolHasFinished.commitsOnlyWhatIsHandled(kafka, CommitsWhatThePoolHasFinished::untilAllAre);
        }

        static void untilAllAre(List<Future<?>> handed) {
            for (Future<?> order : handed) {
                try {
                    order.get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders"), threads = ApplicationThreads.CONTROLLED)
    static class FailsFromTheThirdRunOn {

        @Simulation(runs = RUNS, faults = FaultMix.NONE, jvms = 1)
        void commitsOnlyWhatIsHandled(InMemoryKafka kafka, SimulationRun run) throws Exception {
            CommitsBeforeThePoolHasFinished.commitsOnlyWhatIsHandled(kafka, handed -> {
                if (run.seed() < 3) {
                    CommitsWhatThePoolHasFinished.untilAllAre(handed);
                } else {
                    Thread.yield();
                }
            });
        }
    }
}
