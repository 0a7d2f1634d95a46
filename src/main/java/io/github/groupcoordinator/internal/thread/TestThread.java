package io.github.groupcoordinator.internal.thread;

import io.github.groupcoordinator.internal.schedule.Actor;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The test's own thread while it waits outside of the cluster's calls: it takes turns like the application's, and the
 * conductor lets time pass.
 */
final class TestThread {
    private final EventLoop loop;
    private final Roster roster;
    private final Signal signal;
    private final Conductor conductor;
    private final ApplicationThread home;
    private volatile boolean returning;

    TestThread(EventLoop loop, Roster roster, Signal signal, Conductor conductor) {
        this.loop = loop;
        this.roster = roster;
        this.signal = signal;
        this.conductor = conductor;
        this.home = new ApplicationThread(Thread.currentThread(), -1, signal);
    }

    ApplicationThread home() {
        return home;
    }

    /** Returns whether it has its turn back, and only waits for the conductor to let go. */
    boolean isReturning() {
        return returning;
    }

    /** Returns whether it lets time pass by itself at the moment, so that its waits are real. */
    boolean drives() {
        return loop.ownership().isOwnedBy(home.thread());
    }

    /** Takes part, without being controlled, until what is returned is run. */
    Runnable ride(Thread current) {
        ApplicationThread passenger = roster.add(current);
        passenger.begins();
        Conductor.Trip trip = new Conductor.Trip(
                () -> returning, Actor.NEVER, () -> "letRun waits for its action on " + passenger, () -> {
                    if (!returning) {
                        // It failed: nothing else can tell an action that waits in real time.
                        current.interrupt();
                    }
                });
        conductor.begin(trip);
        return () -> comeBack(current, trip);
    }

    private void comeBack(Thread current, Conductor.Trip trip) {
        returning = true;
        signal.give();
        conductor.awaitEnd(trip);
        returning = false;
        roster.remove(current);
        home.setFree(false);
        Throwable failure = trip.failure();
        if (failure != null) {
            Thread.interrupted();
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }

    /** Parks it. */
    void park(BooleanSupplier until, long deadlineMs, Supplier<String> why) {
        Conductor.Trip trip = setOut(deadlineMs, why);
        home.park(until, deadlineMs, why);
        comeBack(home.thread(), trip);
    }

    /** Lets it wait for a monitor that it owns. */
    void waitFor(Object monitor, long deadlineMs) throws InterruptedException {
        Conductor.Trip trip = setOut(deadlineMs, () -> "Object.wait");
        try {
            home.waitFor(monitor, deadlineMs);
        } finally {
            comeBack(home.thread(), trip);
        }
    }

    private Conductor.Trip setOut(long deadlineMs, Supplier<String> why) {
        roster.add(home);
        Conductor.Trip trip = new Conductor.Trip(
                () -> returning,
                deadlineMs,
                () -> "The test's thread '" + home.name() + "' waits in " + why.get(),
                () -> {
                    if (!returning) {
                        home.setFree(true);
                    }
                });
        conductor.begin(trip);
        return trip;
    }
}
