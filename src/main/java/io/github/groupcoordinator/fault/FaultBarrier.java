package io.github.groupcoordinator.fault;

import org.apiguardian.api.API;

/** A barrier that holds requests until the test releases it; made by {@link Faults#barrier}, not by tests. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface FaultBarrier {

    /** Returns the name that the test has given it. */
    String name();

    /** Returns how many requests it holds at the moment. */
    int holding();

    /** Returns whether it lets requests pass: it does for ever once it has been released. */
    boolean isReleased();

    /**
     * Lets everything that is held go on, in the order in which it came, and whatever comes later pass. Time does not
     * move: the clients see the answers when they are next called. Calling it again does nothing.
     */
    void release();
}
