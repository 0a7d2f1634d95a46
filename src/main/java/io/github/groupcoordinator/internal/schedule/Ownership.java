package io.github.groupcoordinator.internal.schedule;

import io.github.groupcoordinator.time.ConcurrentUseException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The thread that is inside a call of a client or of the clock. Whoever enters owns the loop until its call returns;
 * calls nest. Not tied to the thread that set the cluster up: JUnit's preemptive timeouts switch threads between calls.
 *
 * <p>A thread that serves a network takes turns with the others: it waits for them, and they for it, first come, first
 * served. Where time flows by itself all threads do.
 */
public final class Ownership {
    private final boolean takingTurns;
    private final Set<Thread> servers = new LinkedHashSet<>();
    private final Queue<Thread> waiting = new ArrayDeque<>();
    private @Nullable Thread owner;
    private String ownersCall = "";
    private int depth;
    /** The client's I/O thread that holds the baton at the moment: it acts in the owner's name. */
    private @Nullable Thread delegate;

    /** @param takingTurns whether threads wait for each other, whoever they are */
    Ownership(boolean takingTurns) {
        this.takingTurns = takingTurns;
    }

    /** Says that a thread serves a network: it and others wait for each other. */
    public synchronized void addServer(Thread server) {
        servers.add(server);
    }

    /** Takes back {@link #addServer}. */
    public synchronized void removeServer(Thread server) {
        servers.remove(server);
    }

    /**
     * Enters a call.
     *
     * @throws ConcurrentUseException if another thread is inside one and is not to be waited for
     */
    public synchronized void enter(String call) {
        Thread current = Thread.currentThread();
        if (!isInside(current)) {
            if (owner != null || !waiting.isEmpty()) {
                awaitTurn(current, call);
            }
            owner = current;
            ownersCall = call;
        }
        depth++;
    }

    private boolean isInside(Thread thread) {
        return owner != null && (owner == thread || delegate == thread);
    }

    /** Returns whether the current thread is inside a call. */
    public synchronized boolean isInside() {
        return isInside(Thread.currentThread());
    }

    private void awaitTurn(Thread current, String call) {
        requireTakingTurns(current, call);
        waiting.add(current);
        boolean interrupted = false;
        try {
            while (owner != null || waiting.peek() != current) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // The call must not be lost, and the one who is inside will leave; the flag is restored below.
                    interrupted = true;
                }
                requireTakingTurns(current, call);
            }
        } finally {
            waiting.remove(current);
            notifyAll();
            if (interrupted) {
                current.interrupt();
            }
        }
    }

    private void requireTakingTurns(Thread current, String call) {
        Thread inside = owner;
        if (inside == null || takingTurns || servers.contains(current) || servers.contains(inside)) {
            return;
        }
        throw new ConcurrentUseException("Thread '" + current.getName() + "' called " + call + " while thread '"
                + inside.getName() + "' was inside " + ownersCall
                + ". An in-memory cluster in virtual time is driven"
                + " by one thread at a time, or its runs would not repeat: call clients and clock from one thread"
                + " (only wakeup() is allowed from any), let tests that share the cluster run one after the other, or let"
                + " application threads use clients of their own over TCP (ListenerConfig.inSystemTime()).");
    }

    /** Leaves the call that {@link #enter} entered. */
    public synchronized void exit() {
        if (--depth == 0) {
            owner = null;
            ownersCall = "";
            if (!waiting.isEmpty()) {
                notifyAll();
            }
        }
    }

    synchronized @Nullable Thread lend(@Nullable Thread thread) {
        Thread before = delegate;
        delegate = thread;
        return before;
    }
}
