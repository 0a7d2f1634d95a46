package io.github.groupcoordinator.junit5.internal.simulation.jvm;

import io.github.groupcoordinator.internal.simulation.Part;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The JVMs that share the runs of one simulation; what they tell is taken in the order of the runs. */
@SuppressWarnings("deprecation") // CloseableResource: deprecated in JUnit 5.13, but all that 5.10 to 5.12 close.
public final class SimulationJvms implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    private final List<SimulationJvm> jvms = new ArrayList<>();

    private SimulationJvms() {}

    /**
     * Starts them, or none.
     *
     * @param test the unique id of the test template
     * @param parameters the configuration parameters that decide how tests run
     * @param parameter of which each JVM gets its own value
     * @param value of that parameter, by the JVM's index from 0 on
     * @throws UncheckedIOException if one can't be started
     */
    public static SimulationJvms start(
            int jvms, String test, Map<String, String> parameters, String parameter, IntFunction<String> value) {
        SimulationJvms started = new SimulationJvms();
        try {
            for (int i = 0; i < jvms; i++) {
                LinkedHashMap<String, String> own = new LinkedHashMap<>(parameters);
                own.put(parameter, value.apply(i));
                started.jvms.add(SimulationJvm.start(new Task(JavaCommand.systemProperties(), own, test)));
            }
        } catch (UncheckedIOException e) {
            started.close();
            throw e;
        }
        return started;
    }

    /**
     * Waits until a run is told of; runs are asked for in their order, from the second on.
     *
     * @throws IllegalStateException if the JVM has ended before, or whoever waits is interrupted
     */
    public ToldRun take(int run) {
        try {
            return jvms.get(Part.indexOf(run, jvms.size())).take(run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while run " + run + " of the simulation went on", e);
        }
    }

    /** Ends them, whatever they are at. */
    @Override
    public void close() {
        jvms.forEach(SimulationJvm::end);
    }
}
