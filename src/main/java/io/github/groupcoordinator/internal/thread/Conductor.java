package io.github.groupcoordinator.internal.thread;

import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A thread that lets time pass while the test's own thread waits for something: it does nothing else. */
final class Conductor implements Runnable {
    private final EventLoop loop;
    private @Nullable Trip next;
    private boolean closed;
    private @Nullable Thread thread;

    Conductor(EventLoop loop) {
        this.loop = loop;
    }

    /** One time that somebody lets pass. */
    static final class Trip {
        private final BooleanSupplier until;
        private final long deadlineMs;
        private final Supplier<String> waiter;
        private final Runnable arrived;
        private volatile boolean ended;
        private @Nullable Throwable failure;

        /** @param arrived run when it is over, on the conductor's thread */
        Trip(BooleanSupplier until, long deadlineMs, Supplier<String> waiter, Runnable arrived) {
            this.until = until;
            this.deadlineMs = deadlineMs;
            this.waiter = waiter;
            this.arrived = arrived;
        }

        boolean hasEnded() {
            return ended;
        }

        /** Returns what ended it too early, null if nothing did; once it has ended. */
        @Nullable
        Throwable failure() {
            return failure;
        }
    }

    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /** Lets time pass until the trip is over, on its own thread. */
    synchronized void begin(Trip trip) {
        if (thread == null) {
            Thread made = new Thread(this, "virtual time");
            made.setDaemon(true);
            thread = made;
            RealPark.handOver(made::start);
        }
        next = trip;
        notifyAll();
    }

    /** Waits in real time until a trip has ended. */
    synchronized void awaitEnd(Trip trip) {
        boolean interrupted = false;
        while (!trip.hasEnded()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public void run() {
        for (Trip trip = take(); trip != null; trip = take()) {
            conduct(trip);
        }
    }

    private synchronized @Nullable Trip take() {
        while (next == null && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody has a reason to; it ends with its cluster.
                Thread.interrupted();
            }
        }
        Trip trip = next;
        next = null;
        return trip;
    }

    private void conduct(Trip trip) {
        try {
            try (Calls.Inside call = Calls.enter(loop, "a wait of the test's thread")) {
                loop.await(trip.until, trip.deadlineMs, trip.waiter);
            }
        } catch (RuntimeException | Error e) {
            trip.failure = e;
        }
        trip.arrived.run();
        synchronized (this) {
            trip.ended = true;
            notifyAll();
        }
    }
}
