package io.github.groupcoordinator.fault;

import io.github.groupcoordinator.internal.fault.HeldRequests;
import java.util.function.BiConsumer;
import org.apiguardian.api.API;

/** A barrier that holds requests until the test releases it; made by {@link Faults#barrier}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class FaultBarrier {
    private final HeldRequests held;
    private final BiConsumer<String, Runnable> inCluster;

    FaultBarrier(String name, BiConsumer<String, Runnable> inCluster) {
        this.held = new HeldRequests(name);
        this.inCluster = inCluster;
    }

    /** Returns the name that the test has given it. */
    public String name() {
        return held.name();
    }

    /** Returns how many requests it holds at the moment. */
    public int holding() {
        return held.count();
    }

    /** Returns whether it lets requests pass: it does for ever once it has been released. */
    public boolean isReleased() {
        return held.areReleased();
    }

    /**
     * Lets everything that is held go on, in the order in which it came, and whatever comes later pass. Time does not
     * move: the clients see the answers when they are next called. Calling it again does nothing.
     */
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
