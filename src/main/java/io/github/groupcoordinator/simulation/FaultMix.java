package io.github.groupcoordinator.simulation;

import org.apiguardian.api.API;

/** The choice of faults that the runs of a simulation meet. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum FaultMix {
    /** None: only the order of things and the latencies differ from run to run. */
    NONE,
    /**
     * Each run draws its own subset of the kinds of faults and then faults of these kinds only: a kind that shows
     * itself seldom where others keep everybody busy has runs of its own.
     */
    SWARM
}
