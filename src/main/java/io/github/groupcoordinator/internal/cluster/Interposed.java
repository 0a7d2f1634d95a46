package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import io.github.groupcoordinator.internal.fault.FaultSource;
import java.util.function.UnaryOperator;

/**
 * The layer between the parts of a cluster: it sees, and may disturb, every request that arrives and every append of a
 * coordinator.
 */
public record Interposed(UnaryOperator<FaultSource> aroundTheFaults, UnaryOperator<CoordinatorLog> aroundTheLog) {
    /** Nothing. */
    public static final Interposed NOTHING = new Interposed(UnaryOperator.identity(), UnaryOperator.identity());
}
