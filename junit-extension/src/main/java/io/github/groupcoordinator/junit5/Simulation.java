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
 * (But for a hole of Kafka's own: the first batch that a producer sends to a partition, if it is refused while the next
 * one is under way, is never taken again; the application is told so after {@code delivery.timeout.ms}.)
 *
 * <p>The first run that fails ends the exploration: its faults are shrunk to those without which it passes, by running
 * it again with fewer, and the failure tells them together with one line that replays the run. Runs are told on the
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
 * <p>With {@link #jvms()}, runs go side by side in JVMs of their own, and the report is the same as if they ran one
 * after the other.
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

    /**
     * The number of JVMs that share the runs: 1 to 999, or 0.
     *
     * <p>With 0, all run in this JVM, and the faults of each are drawn on what those before it were seen to send. With
     * 1 or more, those of all runs are drawn on what the first was seen to send, so that no run depends on another.
     * With 1 they still go one after the other in this JVM, with more side by side in as many others, once the first
     * has passed here. The report is the same for each number: runs are told of in their order, with what they wrote to
     * the standard streams and to JUnit's report; the first that did not pass in another JVM is run again in this one,
     * shrunk and shown. If it passes here, the simulation fails and says so.
     *
     * <p>The others are started like this one, with its options, class path and system properties, and run
     * {@code @BeforeAll} methods too. In this one, {@code @BeforeEach} and {@code @AfterEach} methods of runs that are
     * told of are not called, and parameters of this extension's are null; other extensions are called. To be started,
     * they need the tests on the class path, with {@code junit-platform-launcher}.
     *
     * <p>The configuration parameter (or system property) {@code embedded-group-coordinator.simulation.jvms} takes the
     * place of any number but 0.
     */
    int jvms() default 0;
}
