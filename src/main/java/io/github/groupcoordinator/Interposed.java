package io.github.groupcoordinator;

import io.github.groupcoordinator.fault.FaultSource;
import io.github.groupcoordinator.internal.coordinator.CoordinatorLog;
import java.util.function.UnaryOperator;

/**
 * What stands between the parts of a cluster: it sees, and may disturb, every request that arrives and every append of a
 * coordinator.
 */
record Interposed(UnaryOperator<FaultSource> aroundTheFaults, UnaryOperator<CoordinatorLog> aroundTheLog) {
    static final Interposed NOTHING = new Interposed(UnaryOperator.identity(), UnaryOperator.identity());
}
