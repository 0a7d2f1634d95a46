package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.simulation.FaultMix;
import io.github.groupcoordinator.simulation.SimulationFailure;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentest4j.TestAbortedException;

/** Simulations whose runs go side by side in JVMs of their own. */
class SimulationJvmsTest {
    private static final String JVMS = "embedded-group-coordinator.simulation.jvms";
    private static final String REPORTING = "reporting";

    /** The seeds that ran in this JVM. */
    private static final List<Long> seeds = new ArrayList<>();

    private static final List<String> methods = new ArrayList<>();

    @BeforeEach
    void reset() {
        seeds.clear();
        methods.clear();
        // Other JVMs are given the system properties; only this one is set to be the one that reports by its own hand.
        System.setProperty(REPORTING, Long.toString(ProcessHandle.current().pid()));
    }

    @AfterEach
    void clear() {
        System.clearProperty(REPORTING);
    }

    private static boolean isReporting() {
        return Long.toString(ProcessHandle.current().pid()).equals(System.getProperty(REPORTING));
    }

    private static Run inThisJvm(Class<?> testClass) {
        return Run.with(JVMS, "1", testClass);
    }

    @Test
    void runsAreToldOfInTheirOrderAndRunElsewhere() {
        Run run = Run.of(Passes.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.names())
                .containsExactly(
                        "run 1 of 6, seed 5",
                        "run 2 of 6, seed 6",
                        "run 3 of 6, seed 7",
                        "run 4 of 6, seed 8",
                        "run 5 of 6, seed 9",
                        "run 6 of 6, seed 10");
        assertThat(seeds).containsExactly(5L);
        assertThat(methods).containsExactly("before each", "after each");
    }

    @Test
    void oneJvmIsThisOne() {
        Run run = inThisJvm(Passes.class);

        assertThat(run.failures()).isEmpty();
        assertThat(seeds).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
    }

    @EmbeddedGroupCoordinator
    static class Passes {
        @RecordProducer
        private Producer<String, String> producer;

        @BeforeEach
        void before(InMemoryKafka kafka) {
            assertThat(kafka).isNotNull();
            methods.add("before each");
        }

        @AfterEach
        void after() {
            methods.add("after each");
        }

        @Simulation(runs = 6, seed = 5, jvms = 2)
        void test(InMemoryKafka kafka, SimulationRun run) {
            assertThat(kafka.seed()).isEqualTo(run.seed());
            assertThat(producer).isNotNull();
            seeds.add(run.seed());
            // True in one run, in another JVM; the last run would fail otherwise.
            run.sometimes("seed 8", run.seed() == 8);
        }
    }

    @Test
    void whatRunsWriteIsToldInTheirOrder() {
        String here = outputOf(() -> inThisJvm(Writes.class));
        List<String> published = new ArrayList<>();
        String elsewhere = outputOf(() -> published.addAll(Run.of(Writes.class).published("seed")));

        assertThat(here)
                .isEqualTo("seed 1 told\nerror of 1: \u00e9\nseed 2 told\nerror of 2: \u00e9\nseed 3 told\nerror of 3:"
                        + " \u00e9\nseed 4 told\nerror of 4: \u00e9\n");
        assertThat(elsewhere).isEqualTo(here);
        assertThat(published).containsExactly("1", "2", "3", "4");
    }

    private static String outputOf(Runnable run) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            run.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        // How many events there are in a second of real time is another matter.
        return bytes.toString(StandardCharsets.UTF_8).replaceAll("(?m)^Simulation .*\\R", "");
    }

    static class Writes {
        @Simulation(runs = 4, jvms = 2)
        void test(SimulationRun run, TestReporter reporter) {
            System.out.print("seed " + run.seed());
            System.out.println(" told");
            System.err.println("error of " + run.seed() + ": \u00e9");
            reporter.publishEntry("seed", Long.toString(run.seed()));
        }
    }

    @Test
    void failureIsTheSameHoweverManyJvmsThereAre() {
        Run one = inThisJvm(LosesRecords.class);
        List<Long> seedsOfOne = new ArrayList<>(seeds);
        seeds.clear();

        Run three = Run.of(LosesRecords.class);

        assertThat(one.failure())
                .isInstanceOf(SimulationFailure.class)
                .hasMessageStartingWith("Run ")
                .hasMessageContaining("Replay it with:  @Simulation(replay = \"seed=");
        assertThat(three.failure()).hasMessage(one.failure().getMessage());
        assertThat(three.names()).isEqualTo(one.names());
        assertThat(three.reports()).isEqualTo(one.reports());
        // Here ran the first, and all from the one that failed on.
        assertThat(seedsOfOne).hasSizeGreaterThan(seeds.size() + 2);
        assertThat(seeds.get(0)).isEqualTo(26L);
        assertThat(seedsOfOne).endsWith(seeds.subList(1, seeds.size()).toArray(Long[]::new));
    }

    /** Takes each record for handled before it is, so that a crash loses some. */
    @EmbeddedGroupCoordinator(topics = @Topic(name = "orders", partitions = 2), timeline = TimelineMode.NEVER)
    static class LosesRecords {
        private static final int RECORDS = 4;

        @Simulation(runs = 200, seed = 26, jvms = 3)
        void test(InMemoryKafka kafka, SimulationRun run, @RecordProducer Producer<String, String> producer) {
            seeds.add(run.seed());
            Set<String> handled = new TreeSet<>();
            for (int i = 0; i < 2; i++) {
                kafka.<String, String>worker(
                        Map.of(
                                "group.id",
                                "billing",
                                "auto.offset.reset",
                                "earliest",
                                "enable.auto.commit",
                                "false",
                                "key.deserializer",
                                StringDeserializer.class,
                                "value.deserializer",
                                StringDeserializer.class),
                        List.of("orders"),
                        (records, consumer) -> {
                            consumer.commitSync();
                            records.forEach(record -> handled.add(record.value()));
                        });
            }
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("orders", i % 2, null, "order-" + i));
                kafka.runFor(Duration.ofSeconds(1));
            }
            kafka.runUntil(() -> handled.size() == RECORDS, Duration.ofMinutes(3));
            assertThat(handled).hasSize(RECORDS);
        }
    }

    @Test
    void failureThatThisJvmDoesNotHaveIsToldAsThat() {
        assertThat(Run.of(FailsElsewhere.class).failure())
                .isInstanceOf(SimulationFailure.class)
                .hasMessage("Run 3 of 5, with seed 3, failed in a JVM of its own, but passed in this one: something in"
                        + " the test is not the same in each JVM. Look for static state, files, the wall clock, random"
                        + " numbers without a seed. It had failed with: java.lang.IllegalStateException: another JVM");
    }

    static class FailsElsewhere {
        @Simulation(runs = 5, jvms = 2, faults = FaultMix.NONE)
        void test(SimulationRun run) {
            if (run.seed() == 3 && !isReporting()) {
                throw new IllegalStateException("another JVM");
            }
        }
    }

    @Test
    void abortedRunIsReportedAsAborted() {
        Run run = Run.of(Aborts.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.aborted()).isEqualTo(1);
        assertThat(run.succeeded()).isEqualTo(4);
        assertThat(seeds).containsExactly(1L, 3L);
    }

    static class Aborts {
        @Simulation(runs = 5, jvms = 2)
        void test(SimulationRun run) {
            seeds.add(run.seed());
            assumeTrue(run.seed() != 3);
        }
    }

    @Test
    void failureBeforeTheTestEndsTheSimulationAsInOneJvm() {
        Run run = Run.of(FailsBefore.class);

        assertThat(run.failure()).isInstanceOf(IllegalStateException.class).hasMessage("no database");
        assertThat(run.names()).isEqualTo(inThisJvm(FailsBefore.class).names());
    }

    static class FailsBefore {
        @BeforeEach
        void before(SimulationRun run) {
            if (run.seed() == 4) {
                throw new IllegalStateException("no database");
            }
        }

        @Simulation(runs = 9, jvms = 2)
        void test() {}
    }

    @Test
    void jvmThatDiesIsToldWithItsLastWords() {
        assertThat(Run.of(Dies.class).failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "The JVM of run 4 of the simulation ended before that run did, with exit code 3.");
    }

    static class Dies {
        @Simulation(runs = 5, jvms = 2)
        void test(SimulationRun run) {
            if (run.seed() == 4) {
                Runtime.getRuntime().halt(3);
            }
        }
    }

    @Test
    void classThatFailsThereIsTold() {
        assertThat(Run.of(FailsForAll.class).failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "The JVM of run 2 of the simulation ended before that run did, with exit code 0.")
                .hasMessageContaining("The last that it wrote outside of its runs:")
                .hasMessageContaining("not in this JVM");
    }

    static class FailsForAll {
        @BeforeAll
        static void before() {
            if (!isReporting()) {
                throw new TestAbortedException("not in this JVM");
            }
        }

        @Simulation(runs = 5, jvms = 2)
        void test() {}
    }

    @Test
    void whatIsNeverTrueFailsTheLastRun() {
        Run run = Run.of(NeverTrue.class);

        assertThat(run.failure())
                .hasMessageStartingWith("In 4 runs of the simulation it was never true: first; second.");
        assertThat(run.failure())
                .hasMessage(inThisJvm(NeverTrue.class).failure().getMessage());
        assertThat(run.succeeded()).isEqualTo(3);
    }

    static class NeverTrue {
        @Simulation(runs = 4, jvms = 2)
        void test(SimulationRun run) {
            run.sometimes("first", false);
            run.sometimes("the third run", run.seed() == 3);
            run.sometimes("second", false);
        }
    }

    @Test
    void numberOfJvmsIsChecked() {
        assertThat(Run.with(JVMS, "0", Passes.class).failure())
                .hasMessageContaining("jvms = 0: runs go side by side in 1 to 999 JVMs");
        assertThat(Run.of(Negative.class).failure()).hasMessageContaining("jvms = -1: runs go side by side");
    }

    static class Negative {
        @Simulation(jvms = -1)
        void test() {}
    }

    @Test
    void parameterLeavesSimulationsThatAskForNoJvmAsTheyAre() {
        assertThat(Run.with(JVMS, "2", Here.class).failures()).isEmpty();
        assertThat(seeds).containsExactly(1L, 2L, 3L);
    }

    static class Here {
        @Simulation(runs = 3)
        void test(SimulationRun run) {
            seeds.add(run.seed());
        }
    }
}
