package io.github.groupcoordinator.internal.net.tcp;

import io.github.groupcoordinator.internal.schedule.Actor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one ordered queue between the network and the loop. What has arrived waits here until whoever drives the loop
 * comes by; from here on everything is as determined as without a network.
 */
final class Inbox implements Actor {
    /** So many arrivals are served between two looks at what else is due. */
    private static final int BATCH = 64;

    private final Queue<Runnable> arrivals = new ArrayDeque<>();
    private final LongUnaryOperator present;
    private boolean woken;
    private boolean closed;
    private long served;

    /** @param present returns the time of what has just arrived, given that of the loop */
    Inbox(LongUnaryOperator present) {
        this.present = present;
    }

    /** Called by the network's thread. */
    synchronized void add(Runnable arrival) {
        if (!closed) {
            arrivals.add(arrival);
            notifyAll();
        }
    }

    /** Lets whoever waits look again at how long to wait. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Waits, in real time, until something has arrived or somebody wakes the waiter; 0 or less: not at all. */
    synchronized void await(long atMostMs) throws InterruptedException {
        if (arrivals.isEmpty() && !woken && !closed && atMostMs > 0) {
            wait(atMostMs);
        }
        woken = false;
    }

    /** Waits, in real time, until something has arrived for whoever drives the loop; returns whether it has. */
    synchronized boolean awaitArrival(long atMostMs) throws InterruptedException {
        if (arrivals.isEmpty() && !closed) {
            wait(atMostMs);
        }
        return !arrivals.isEmpty();
    }

    /** Forgets what has arrived and takes nothing more. */
    synchronized void close() {
        closed = true;
        arrivals.clear();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Returns how many arrivals were served so far; for the thread that drives the loop. */
    long served() {
        return served;
    }

    @Override
    public String name() {
        return "what has arrived over TCP";
    }

    @Override
    public synchronized long nextDeadlineMs(long nowMs) {
        return arrivals.isEmpty() ? NEVER : present.applyAsLong(nowMs);
    }

    @Override
    public void act(long nowMs) {
        for (int i = 0; i < BATCH; i++) {
            Runnable arrival = next();
            if (arrival == null) {
                return;
            }
            served++;
            arrival.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        return arrivals.poll();
    }
}
