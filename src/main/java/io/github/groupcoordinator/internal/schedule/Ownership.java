package io.github.groupcoordinator.internal.schedule;

import io.github.groupcoordinator.time.ConcurrentUseException;
import org.jspecify.annotations.Nullable;

/**
 * Which thread is inside a call of a client or of the clock. Whoever enters owns the loop until its call returns; calls
 * nest. Not tied to the thread that set the cluster up: JUnit's preemptive timeouts switch threads between calls.
 */
public final class Ownership {
    private @Nullable Thread owner;
    private String ownersCall = "";
    private int depth;
    /** The client's I/O thread that holds the baton at the moment: it acts in the owner's name. */
    private @Nullable Thread delegate;

    /**
     * Enters a call.
     *
     * @throws ConcurrentUseException if another thread is inside one
     */
    public synchronized void enter(String call) {
        Thread current = Thread.currentThread();
        if (owner == null) {
            owner = current;
            ownersCall = call;
        } else if (owner != current && delegate != current) {
            throw new ConcurrentUseException("Thread '" + current.getName() + "' called " + call + " while thread '"
                    + owner.getName() + "' was inside " + ownersCall
                    + ". An in-memory cluster in virtual time is driven"
                    + " by one thread at a time, or its runs would not repeat: call clients and clock from one thread"
                    + " (only wakeup() is allowed from any), let tests that share the cluster run one after the other, or run"
                    + " application threads against a real broker.");
        }
        depth++;
    }

    /** Leaves the call that {@link #enter} entered. */
    public synchronized void exit() {
        if (--depth == 0) {
            owner = null;
            ownersCall = "";
        }
    }

    synchronized @Nullable Thread lend(@Nullable Thread thread) {
        Thread before = delegate;
        delegate = thread;
        return before;
    }
}
