package io.github.groupcoordinator.internal.fault;

import io.github.groupcoordinator.fault.FaultBarrier;
import java.util.function.BiConsumer;

/** The barrier of a cluster's faults, which holds requests of that cluster. */
final class DeclaredBarrier implements FaultBarrier {
    private final HeldRequests held;
    private final BiConsumer<String, Runnable> inCluster;

    DeclaredBarrier(String name, BiConsumer<String, Runnable> inCluster) {
        this.held = new HeldRequests(name);
        this.inCluster = inCluster;
    }

    /**
     * Returns a barrier as the one that it is.
     *
     * @throws IllegalArgumentException if it comes from elsewhere
     */
    static DeclaredBarrier of(FaultBarrier barrier) {
        if (barrier instanceof DeclaredBarrier declared) {
            return declared;
        }
        throw new IllegalArgumentException("A barrier is made by kafka.faults().barrier(name), not by "
                + barrier.getClass().getName());
    }

    @Override
    public String name() {
        return held.name();
    }

    @Override
    public int holding() {
        return held.count();
    }

    @Override
    public boolean isReleased() {
        return held.areReleased();
    }

    @Override
    public void release() {
        inCluster.accept("FaultBarrier.release()", held::release);
    }

    HeldRequests held() {
        return held;
    }

    @Override
    public String toString() {
        return "barrier '" + name() + "' " + (isReleased() ? "(released)" : "(holds " + holding() + ")");
    }
}
