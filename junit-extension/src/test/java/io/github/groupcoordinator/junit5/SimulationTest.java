package io.github.groupcoordinator.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.LeakedClientException;
import io.github.groupcoordinator.simulation.FaultMix;
import io.github.groupcoordinator.simulation.SimulationFailure;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Simulations as they look to JUnit. */
class SimulationTest {
    private static final List<Long> seeds = new ArrayList<>();

    private static Run run(Class<?> testClass) {
        seeds.clear();
        return Run.of(testClass);
    }

    @Test
    void runsAreTestsOfTheirOwnWithASeedEach() {
        Run run = run(Passes.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.names()).containsExactly("run 1 of 3, seed 1", "run 2 of 3, seed 2", "run 3 of 3, seed 3");
        assertThat(seeds).containsExactly(1L, 2L, 3L);
    }

    @EmbeddedGroupCoordinator
    static class Passes {
        @Simulation(runs = 3)
        void test(InMemoryKafka kafka, SimulationRun run) {
            assertThat(kafka.seed()).isEqualTo(run.seed());
            seeds.add(kafka.seed());
        }
    }

    @Test
    void onlyTheLastRunOfAFailureIsReported() {
        Run run = run(Fails.class);

        assertThat(run.failure())
                .isInstanceOf(SimulationFailure.class)
                .hasMessageStartingWith("Run 4 of 10 failed, with seed 13 and no fault")
                .hasMessageContaining("@Simulation(replay = \"seed=13\")")
                .hasMessageEndingWith("java.lang.IllegalStateException: lost an order");
        assertThat(run.reports()).hasSize(1);
        assertThat(seeds).containsExactly(10L, 11L, 12L, 13L, 13L);
    }

    @EmbeddedGroupCoordinator(timeline = TimelineMode.NEVER)
    static class Fails {
        @Simulation(runs = 10, seed = 10, faults = FaultMix.NONE)
        void test(InMemoryKafka kafka) {
            seeds.add(kafka.seed());
            if (kafka.seed() >= 13) {
                throw new IllegalStateException("lost an order");
            }
        }
    }

    @Test
    void failureAtTheEndOfATestIsOneOfTheSimulationToo() {
        Run run = run(Leaks.class);

        assertThat(run.failure())
                .isInstanceOf(SimulationFailure.class)
                .hasCauseInstanceOf(LeakedClientException.class)
                .hasMessageContaining("@Simulation(replay = \"seed=2\")");
    }

    @EmbeddedGroupCoordinator(timeline = TimelineMode.NEVER)
    static class Leaks {
        @Simulation(runs = 10, faults = FaultMix.NONE)
        void test(InMemoryKafka kafka) {
            if (kafka.seed() == 2) {
                kafka.consumer(new LinkedHashMap<>(), new StringDeserializer(), new StringDeserializer());
            }
        }
    }

    @Test
    void failureInAnAfterEachMethodIsOneOfTheSimulationToo() {
        assertThat(run(FailsAfterwards.class).failure())
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("@Simulation(replay = \"seed=2\")")
                .hasMessageEndingWith("java.lang.IllegalStateException: lost an order");
    }

    @EmbeddedGroupCoordinator(timeline = TimelineMode.NEVER)
    static class FailsAfterwards {
        private long seed;

        @Simulation(runs = 10, faults = FaultMix.NONE)
        void test(SimulationRun run) {
            seed = run.seed();
        }

        @AfterEach
        void check() {
            if (seed == 2) {
                throw new IllegalStateException("lost an order");
            }
        }
    }

    @Test
    void failureThatDoesNotRepeatIsToldAsThat() {
        assertThat(run(FailsOnce.class).failure())
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining(
                        "But that run passed when it was run again: something in the test is not the same")
                .hasMessageEndingWith("It had failed with: java.lang.IllegalStateException: only once");
    }

    @EmbeddedGroupCoordinator(timeline = TimelineMode.NEVER)
    static class FailsOnce {
        @Simulation(runs = 10, faults = FaultMix.NONE)
        void test(SimulationRun run) {
            seeds.add(run.seed());
            if (seeds.size() == 2) {
                throw new IllegalStateException("only once");
            }
        }
    }

    @Test
    void whatIsNeverTrueFailsTheSimulation() {
        Run run = run(NeverTrue.class);

        assertThat(run.failure())
                .hasMessageStartingWith("In 3 runs of the simulation it was never true: a rebalance during a commit.");
        assertThat(run.succeeded()).isEqualTo(2);
    }

    @EmbeddedGroupCoordinator(timeline = TimelineMode.NEVER)
    static class NeverTrue {
        @Simulation(runs = 3)
        void test(SimulationRun run) {
            run.sometimes("the third run", run.seed() == 3);
            run.sometimes("a rebalance during a commit", false);
        }
    }

    @Test
    void replayInTheAnnotationRunsOneRun() {
        Run run = run(Replayed.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.names()).containsExactly("replay of seed=7 FETCH#2:drop");
        assertThat(seeds).containsExactly(7L);
    }

    @EmbeddedGroupCoordinator
    static class Replayed {
        @Simulation(replay = "seed=7 FETCH#2:drop")
        void test(SimulationRun run) {
            seeds.add(run.seed());
        }
    }

    @Test
    void replayThatCannotBeReadIsRefused() {
        assertThat(run(Unreadable.class).failure()).hasMessageContaining("is no replay; copy it from the failure");
    }

    @EmbeddedGroupCoordinator
    static class Unreadable {
        @Simulation(replay = "the third one")
        void test() {}
    }

    @Test
    void clusterOfTheWholeClassIsRefused() {
        assertThat(run(SharesACluster.class).failure())
                .hasMessageContaining("each run needs a cluster of its own, but this one lives as long as the class");
    }

    @EmbeddedGroupCoordinator(lifecycle = Lifecycle.PER_CLASS, timeline = TimelineMode.NEVER)
    static class SharesACluster {
        @Simulation(runs = 3)
        void test() {}
    }

    @Test
    void clusterWithoutItsAnnotationIsRefusedInWordsThatNameTheFix() {
        assertThat(run(ForgetsTheCluster.class).failure())
                .hasMessageContaining("InMemoryKafka")
                .hasMessageContaining("there is no cluster here. Annotate the class or the method with"
                        + " @EmbeddedGroupCoordinator");
        assertThat(run(WantsSomethingElse.class).failure()).hasMessageNotContaining("there is no cluster here");
    }

    static class ForgetsTheCluster {
        @Simulation(runs = 3)
        void test(InMemoryKafka kafka) {}
    }

    static class WantsSomethingElse {
        @Simulation(runs = 3)
        void test(Thread thread) {}
    }

    @Test
    void testMayStartItsClustersItself() {
        Run run = run(StartsItself.class);

        assertThat(run.failures()).isEmpty();
        assertThat(seeds).containsExactly(1L, 2L);
    }

    static class StartsItself {
        @Simulation(runs = 2)
        void test(SimulationRun run) {
            InMemoryKafkaConfig config =
                    InMemoryKafkaConfig.defaults().toBuilder().simulation(run).build();
            try (InMemoryKafka kafka = InMemoryKafka.start(config)) {
                seeds.add(kafka.seed());
            }
        }
    }
}
