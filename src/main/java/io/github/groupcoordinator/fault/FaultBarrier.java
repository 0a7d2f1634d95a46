package io.github.groupcoordinator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apiguardian.api.API;

/** A barrier that holds requests until the test releases it; made by {@link Faults#barrier}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class FaultBarrier {
    private final String name;
    private final BiConsumer<String, Runnable> inCluster;
    private final List<Runnable> held = new ArrayList<>();
    private boolean released;

    FaultBarrier(String name, BiConsumer<String, Runnable> inCluster) {
        this.name = name;
        this.inCluster = inCluster;
    }

    /** Returns the name that the test has given it. */
    public String name() {
        return name;
    }

    /** Returns how many requests it holds at the moment. */
    public int holding() {
        return held.size();
    }

    /** Returns whether it lets requests pass: it does for ever once it has been released. */
    public boolean isReleased() {
        return released;
    }

    /**
     * Lets everything that is held go on, in the order in which it came, and whatever comes later pass. Time does not
     * move: the clients see the answers when they are next called. Calling it again does nothing.
     */
    public void release() {
        inCluster.accept("FaultBarrier.release()", () -> {
            released = true;
            List<Runnable> all = new ArrayList<>(held);
            held.clear();
            all.forEach(Runnable::run);
        });
    }

    /** For the broker: runs the task when the barrier is released, at once if it was. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public void hold(Runnable task) {
        if (released) {
            task.run();
        } else {
            held.add(task);
        }
    }

    /** For the broker: what was held is no longer there, because its connection closed. */
    @API(status = API.Status.INTERNAL, since = "0.1.0")
    public void forget(Runnable task) {
        held.remove(task);
    }

    @Override
    public String toString() {
        return "barrier '" + name + "' " + (released ? "(released)" : "(holds " + held.size() + ")");
    }
}
