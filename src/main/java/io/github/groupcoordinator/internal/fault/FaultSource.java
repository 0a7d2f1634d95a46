package io.github.groupcoordinator.internal.fault;

import org.jspecify.annotations.Nullable;

/** The source of faults, which the broker asks about every request before it serves it. */
@FunctionalInterface
public interface FaultSource {

    /** Returns what to do to the request instead of serving it, or null to serve it. Asked once for each request. */
    @Nullable
    FaultEffect decide(ArrivedRequest request);
}
