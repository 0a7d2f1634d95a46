package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.simulation.FaultMix;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Runs a test many times, each time with another seed and other faults: errors that pass, lost and late messages,
 * cut-off, crashing and stalling consumers, coordinators that fail over. What the test claims must hold in each run.
 *
 * <pre>{@code
 * @Simulation(runs = 200)
 * void everyOrderIsBilled(InMemoryKafka kafka, SimulationRun run) {
 *     kafka.worker(config, List.of("orders"), () -> new BillingApplication(database));
 *     ...
 *     assertTrue(kafka.runUntil(() -> database.hasAll(orders), Duration.ofMinutes(30)));
 *     run.sometimes("an order was delivered twice", database.duplicates() > 0);
 * }
 * }</pre>
 *
 * <p>Faults hit the requests of consumers and producers, in both group protocols and in transactions; crashes and
 * stalls those of consumers of {@linkplain io.github.groupcoordinator.Worker workers}, which are restarted after a
 * while. From the second run on they are drawn on what the runs before were seen to send. Each run meets finitely many,
 * so that it calms down in the end, and few that hold up what a producer sends: with Kafka's defaults it is delivered.
 * The first run that fails ends the exploration: its faults are shrunk to those without which it passes, by running it
 * again with fewer, and the failure tells them together with one line that replays the run. Runs are told on the
 * console while they go on.
 *
 * <p>Where the application has threads of its own ({@link EmbeddedGroupCoordinator#threads}), each seed is another
 * order of their turns as well: that of their creation, with departures from it. Those without which the run passes are
 * left out of a failure, too.
 *
 * <p>The test takes an {@link io.github.groupcoordinator.InMemoryKafka} from
 * {@link EmbeddedGroupCoordinator @EmbeddedGroupCoordinator} with a cluster for each test, and may take a
 * {@link io.github.groupcoordinator.simulation.SimulationRun}. One that starts its clusters itself gives them the run
 * by {@code InMemoryKafkaConfig.Builder.simulation(run)}.
 *
 * <p>The configuration parameter (or system property) {@code embedded-group-coordinator.replay} has the effect of
 * {@link #replay()} on the simulations that are run.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(SimulationExtension.class)
@Execution(ExecutionMode.SAME_THREAD) // Each run knows what came of the one before.
public @interface Simulation {

    /** The number of seeds that are tried, at least 1. */
    int runs() default 100;

    /** The faults that the runs meet. */
    FaultMix faults() default FaultMix.SWARM;

    /** The seed of the first run; the others count on from it. */
    long seed() default 1;

    /** Runs nothing but the one run that the failure of a simulation tells, as {@code "seed=17 FETCH#2:drop"}. */
    String replay() default "";
}
