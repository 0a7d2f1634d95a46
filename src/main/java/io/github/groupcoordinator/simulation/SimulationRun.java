package io.github.groupcoordinator.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** One run of a simulation, which a test takes as a parameter. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class SimulationRun {
    private final long seed;
    private final List<SimulatedFault> faults;
    private final String name;
    private final boolean shown;
    private final Map<String, Boolean> sometimes;
    private final List<SimulatedFault> fired = new ArrayList<>();
    private final Requests requests;
    private boolean ended;
    private @Nullable Throwable failure;
    private long events;

    /** For the simulation: takes note of the requests that faults can hit. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    @FunctionalInterface
    public interface Requests {
        /**
         * A request arrived.
         *
         * @param number which one of its API it was, from 1 on
         * @param numberOfWorkers which one of its API among those of workers; 0 if its sender is none
         */
        void arrived(ApiKeys api, int number, int numberOfWorkers);
    }

    /**
     * For the simulation, which makes its runs.
     *
     * @param shown whether its failure is the simulation's
     * @param sometimes what was the case in any run, by name; written to
     */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public SimulationRun(
            long seed,
            List<SimulatedFault> faults,
            String name,
            boolean shown,
            Map<String, Boolean> sometimes,
            Requests requests) {
        this.seed = seed;
        this.faults = Collections.unmodifiableList(new ArrayList<>(faults));
        this.name = name;
        this.shown = shown;
        this.sometimes = sometimes;
        this.requests = requests;
    }

    /** Returns the seed of this run; the cluster's seed too. */
    public long seed() {
        return seed;
    }

    /** Returns the faults that this run may meet. */
    public List<SimulatedFault> faults() {
        return faults;
    }

    /** Returns those that have fired so far. */
    public List<SimulatedFault> fired() {
        return new ArrayList<>(fired);
    }

    /**
     * Says that something worth seeing may be the case here. If it never is in any run, the simulation fails and says
     * so: then it has not tested what it is meant to.
     *
     * @param what what it is, for example {@code "rebalance during commit"}; one name in all runs
     */
    public void sometimes(String what, boolean condition) {
        sometimes.merge(what, condition, Boolean::logicalOr);
    }

    /** For the cluster: a fault fired. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public void fired(SimulatedFault fault) {
        if (!fired.contains(fault)) {
            fired.add(fault);
        }
    }

    /**
     * For the cluster: a request arrived that faults can hit.
     *
     * @param number which one of its API it was, from 1 on
     * @param numberOfWorkers which one of its API among those of workers; 0 if its sender is none
     */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public void arrived(ApiKeys api, int number, int numberOfWorkers) {
        requests.arrived(api, number, numberOfWorkers);
    }

    /** Returns whether its failure is the simulation's; that of any other run only leads to further runs. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public boolean isShown() {
        return shown;
    }

    /** Takes the outcome of the test's own code. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public void ended(@Nullable Throwable thrown) {
        ended = true;
        failure = thrown;
    }

    /** Takes a failure that came when the test's cluster was closed. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public void failedAtTheEnd(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
    }

    /** Takes how many events the run had. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public void counted(long more) {
        events += more;
    }

    /** Returns how many events the run had. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public long events() {
        return events;
    }

    /** Returns whether the test's own code has ended. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public boolean hasEnded() {
        return ended;
    }

    /** Returns what it failed of, or null. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Returns which run it is. */
    @Override
    public String toString() {
        return name;
    }
}
