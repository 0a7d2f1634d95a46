package io.github.groupcoordinator.internal.simulation;

import io.github.groupcoordinator.simulation.SimulatedFault;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The run of a simulation, with what is known of it so far: for the campaign that makes it and the cluster in it. */
public final class CampaignRun implements SimulationRun {
    private final long seed;
    private final List<SimulatedFault> faults;
    private final String name;
    private final boolean shown;
    private final Map<String, Boolean> sometimes;
    private final List<SimulatedFault> fired = new ArrayList<>();
    private final Requests requests;
    private final Turns turns;
    private boolean elsewhere;
    private boolean ended;
    private @Nullable Throwable failure;
    private long events;

    /** The departures of a run from the usual one. */
    record Plan(List<SimulatedFault> faults, Turns turns) {}

    /** The requests that faults can hit, as the campaign takes note of them. */
    @FunctionalInterface
    interface Requests {
        /**
         * A request arrived.
         *
         * @param number which one of its API it was, from 1 on
         * @param numberOfWorkers which one of its API among those of workers; 0 if its sender is none
         */
        void arrived(ApiKeys api, int number, int numberOfWorkers);
    }

    /**
     * Has met no fault yet.
     *
     * @param shown whether its failure is the simulation's
     * @param sometimes what was the case in any run, by name; written to
     */
    CampaignRun(long seed, Plan plan, String name, boolean shown, Map<String, Boolean> sometimes, Requests requests) {
        this.seed = seed;
        this.faults = Collections.unmodifiableList(new ArrayList<>(plan.faults()));
        this.turns = plan.turns();
        this.name = name;
        this.shown = shown;
        this.sometimes = sometimes;
        this.requests = requests;
    }

    /**
     * Returns a run as the one that it is.
     *
     * @throws IllegalArgumentException if no simulation has made it
     */
    public static CampaignRun of(SimulationRun run) {
        if (run instanceof CampaignRun made) {
            return made;
        }
        throw new IllegalArgumentException(
                "A run comes from @Simulation, as a parameter of its test; it is not made by "
                        + run.getClass().getName());
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public List<SimulatedFault> faults() {
        return faults;
    }

    @Override
    public List<SimulatedFault> fired() {
        return new ArrayList<>(fired);
    }

    @Override
    public void sometimes(String what, boolean condition) {
        sometimes.merge(what, condition, Boolean::logicalOr);
    }

    /** Returns the turns of the application's threads. */
    public Turns turns() {
        return turns;
    }

    /** Returns all in which it has departed from the usual run so far. */
    List<Departure> departures() {
        List<Departure> departures = new ArrayList<>();
        fired.forEach(fault -> departures.add(new Departure.OfFault(fault)));
        departures.addAll(turns.taken());
        return departures;
    }

    /** Takes note that a fault fired. */
    public void fired(SimulatedFault fault) {
        if (!fired.contains(fault)) {
            fired.add(fault);
        }
    }

    /**
     * Takes note of a request that faults can hit.
     *
     * @param number which one of its API it was, from 1 on
     * @param numberOfWorkers which one of its API among those of workers; 0 if its sender is none
     */
    public void arrived(ApiKeys api, int number, int numberOfWorkers) {
        requests.arrived(api, number, numberOfWorkers);
    }

    /** Returns whether its failure is the simulation's; that of any other run only leads to further runs. */
    public boolean isShown() {
        return shown;
    }

    /** Takes the outcome of the test's own code. */
    public void ended(@Nullable Throwable thrown) {
        ended = true;
        failure = thrown;
    }

    /** Takes a failure that came when the test's cluster was closed. */
    public void failedAtTheEnd(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
    }

    /**
     * Takes what came of the run in another JVM, where it passed; it does not run here.
     *
     * @param there what was sometimes the case, by name
     */
    public void passedElsewhere(long eventsThere, Map<String, Boolean> there) {
        elsewhere = true;
        ended = true;
        events = eventsThere;
        there.forEach(this::sometimes);
    }

    /** Returns whether it ran in another JVM, and is only told here. */
    public boolean isElsewhere() {
        return elsewhere;
    }

    /** Returns what was sometimes the case, by name, in the order in which it was asked. */
    public Map<String, Boolean> sometimes() {
        return Collections.unmodifiableMap(sometimes);
    }

    /** Takes how many events the run had. */
    public void counted(long more) {
        events += more;
    }

    /** Returns how many events the run had. */
    public long events() {
        return events;
    }

    /** Returns whether the test's own code has ended. */
    public boolean hasEnded() {
        return ended;
    }

    /** Returns what it failed of, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public String toString() {
        return name;
    }
}
