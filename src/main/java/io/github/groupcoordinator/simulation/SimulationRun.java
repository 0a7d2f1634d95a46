package io.github.groupcoordinator.simulation;

import java.util.List;
import org.apiguardian.api.API;

/** One run of a simulation, which a test takes as a parameter; made by {@code @Simulation}, not by tests. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface SimulationRun {

    /** Returns the seed of this run; the cluster's seed too. */
    long seed();

    /** Returns the faults that this run may meet. */
    List<SimulatedFault> faults();

    /** Returns those that have fired so far. */
    List<SimulatedFault> fired();

    /**
     * Says that something worth seeing may be the case here. If it never is in any run, the simulation fails and says
     * so: then it has not tested what it is meant to.
     *
     * @param what what it is, for example {@code "rebalance during commit"}; one name in all runs
     */
    void sometimes(String what, boolean condition);

    /** Returns which run it is. */
    @Override
    String toString();
}
