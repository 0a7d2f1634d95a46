package io.github.groupcoordinator.internal.fault;

import java.util.ArrayList;
import java.util.List;

/** The requests that a barrier holds, in the order in which they came. */
public final class HeldRequests {
    private final String name;
    private final List<Runnable> held = new ArrayList<>();
    private boolean released;

    public HeldRequests(String name) {
        this.name = name;
    }

    /** Returns the name of the barrier. */
    public String name() {
        return name;
    }

    /** Returns how many there are at the moment. */
    public int count() {
        return held.size();
    }

    /** Returns whether they were let go, and whatever comes later with them. */
    public boolean areReleased() {
        return released;
    }

    /** Lets all go on, and whatever comes later pass. */
    public void release() {
        released = true;
        List<Runnable> all = new ArrayList<>(held);
        held.clear();
        all.forEach(Runnable::run);
    }

    /** Runs the task when they are released, at once if they were. */
    public void hold(Runnable task) {
        if (released) {
            task.run();
        } else {
            held.add(task);
        }
    }

    /** Forgets what was held and is no longer there, because its connection closed. */
    public void forget(Runnable task) {
        held.remove(task);
    }
}
