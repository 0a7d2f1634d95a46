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
    /** The one who acts for an owner that waits inside its call; whoever comes back waits until it has left. */
    private @Nullable Thread standIn;

    private volatile @Nullable Passengers passengers;

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

    /** Lets threads of the application wait for turns in calls, instead of being refused. */
    void carry(Passengers threads) {
        passengers = threads;
    }

    @Nullable
    Passengers passengers() {
        return passengers;
    }

    /** Returns whether the current thread acts in the name of another, or serves a network. */
    public synchronized boolean isDelegate() {
        Thread current = Thread.currentThread();
        return delegate == current || servers.contains(current);
    }

    /** Returns whether anybody is inside a call. */
    public synchronized boolean isHeld() {
        return owner != null;
    }

    /** Returns whether a thread is inside a call that it has entered for itself. */
    public synchronized boolean isOwnedBy(Thread thread) {
        return owner == thread;
    }

    /**
     * Enters a call; for {@link Calls}, which are the one way in.
     *
     * @throws ConcurrentUseException if another thread is inside one and is not to be waited for
     */
    void enter(String call) {
        Passengers threads = passengers;
        if (threads == null || !threads.enter(call)) {
            enterAsDriver(call);
        }
    }

    private synchronized void enterAsDriver(String call) {
        Thread current = Thread.currentThread();
        awaitStandIn(current);
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

    /** Returns whether the call that is made at the moment was made from within no other. */
    synchronized boolean isOutermost() {
        return depth == 1;
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
                + " by one thread at a time, or its runs would not repeat. If the application has threads of"
                + " its own,"
                + " start the cluster with threads = ApplicationThreads.ALLOWED (or CONTROLLED, with the"
                + " agent); if not,"
                + " call clients and clock from one thread (only wakeup() is allowed from any), and let"
                + " tests that share"
                + " the cluster run one after the other. Applications in real time have"
                + " ListenerConfig.inSystemTime().");
    }

    /** Leaves the call that {@link #enter} entered. */
    void exit() {
        Passengers threads = passengers;
        if (threads == null || !threads.exit()) {
            exitAsDriver();
        }
    }

    private synchronized void exitAsDriver() {
        awaitStandIn(Thread.currentThread());
        if (--depth == 0) {
            owner = null;
            ownersCall = "";
            if (!waiting.isEmpty()) {
                notifyAll();
            }
        }
    }

    /** Returns the thread that is inside a call, null if none is. */
    @Nullable
    synchronized Thread owner() {
        return owner;
    }

    /** Returns whether another may act while a thread waits: it is in no call, or its own code waits in one. */
    synchronized boolean mayBeStoodInFor(Thread waiting) {
        return owner == null ? this.waiting.isEmpty() : owner == waiting && delegate == null;
    }

    /**
     * Enters the loop for a thread that waits, if it may be stood in for; {@link #leave} ends that.
     *
     * @return whether it was entered
     */
    synchronized boolean standInFor(Thread waiting) {
        if (!mayBeStoodInFor(waiting)) {
            return false;
        }
        Thread self = Thread.currentThread();
        if (owner == null) {
            owner = self;
            ownersCall = self.getName();
            depth = 1;
        } else {
            standIn = self;
            delegate = self;
        }
        return true;
    }

    /**
     * Enters the loop if nobody is inside a call or waits for that; {@link #leave} ends that.
     *
     * @return whether it was entered
     */
    synchronized boolean enterIfFree() {
        return owner == null && standInFor(Thread.currentThread());
    }

    /** Leaves what {@link #standInFor} entered. */
    synchronized void leave() {
        if (standIn == null) {
            exitAsDriver();
            return;
        }
        standIn = null;
        delegate = null;
        notifyAll();
    }

    private void awaitStandIn(Thread current) {
        boolean interrupted = false;
        while (standIn != null && current == owner) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The one who acts will leave; the flag is restored below.
                interrupted = true;
            }
        }
        if (interrupted) {
            current.interrupt();
        }
    }

    /** Lets a thread act in the owner's name until another is named; returns who did before. */
    public synchronized @Nullable Thread lend(@Nullable Thread thread) {
        Thread before = delegate;
        delegate = thread;
        return before;
    }
}
