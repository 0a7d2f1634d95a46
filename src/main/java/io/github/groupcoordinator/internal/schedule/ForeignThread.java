package io.github.groupcoordinator.internal.schedule;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that a client started and that runs only while it holds the baton: it parks where it would wait for the
 * network or for time, and the loop hands it the baton when its wait is over. So exactly one thread runs at a time, and
 * the order is the loop's.
 *
 * <p>The driving thread waits in real time for the baton to come back; that is hand-over, not time: no virtual
 * millisecond passes.
 */
public final class ForeignThread implements Actor {

    /**
     * The interval at which a driver that waits for the baton looks whether the thread has died; it decides nothing
     * else.
     */
    private static final long LIVENESS_CHECK_MS = 50;

    /** A thread that keeps the baton for so long is stuck in something that the loop cannot end. */
    private static final int STUCK_AFTER_CHECKS = 600;

    private final EventLoop loop;
    private final String name;
    private @Nullable Thread thread;
    private boolean parked;
    private boolean granted;
    private boolean released;
    private boolean ending;
    private boolean frozen;
    private long acts;
    private long deadlineMs = NEVER;
    private BooleanSupplier ready = () -> false;
    private boolean isTold = true;
    private volatile Runnable changed = () -> {};
    private @Nullable Rounds rounds;
    private volatile @Nullable Thread standIn;
    private boolean isWaiting;

    /** The rounds of a thread's loop, for whoever runs them in its place. */
    public interface Rounds {

        /** Returns whether the thread would go on with its loop, and not leave it. */
        boolean goesOn();

        /** Does what the thread does in one round; returns whether it came to the end of it, and not to a wait. */
        boolean run();

        /** Does what is left of a round when its wait is over; returns the same. */
        boolean endWait();
    }

    /** The beginning of a wait in a round that is run in the thread's place, which is left by it. */
    public static final class WaitBegun extends Error {
        private static final long serialVersionUID = 1L;
        private static final WaitBegun INSTANCE = new WaitBegun();

        private WaitBegun() {
            super("The network thread waits", null, false, false);
        }
    }

    public ForeignThread(EventLoop loop, String name) {
        this.loop = loop;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns whether the current thread is this one. */
    public synchronized boolean isCurrent() {
        Thread current = Thread.currentThread();
        return thread == current || standIn == current;
    }

    /**
     * Lets the driving thread run the rounds of its loop in its place, which spares two hand-overs each: the thread
     * itself rests where it has parked first, and gets the baton to leave its loop. Not where threads of the
     * application take part, which may wait for each other inside of the client.
     */
    public synchronized void runInItsPlace(Rounds rounds) {
        this.rounds = rounds;
    }

    /** Returns how often it has had the baton. */
    public synchronized long acts() {
        return acts;
    }

    /** Called by the thread itself, before it does anything: from here on it needs the baton. */
    public void adoptCurrent() {
        Thread current = Thread.currentThread();
        synchronized (this) {
            thread = current;
        }
        Passengers passengers = loop.passengers();
        if (passengers != null) {
            passengers.ignore(current);
        }
        Thread.UncaughtExceptionHandler clients = current.getUncaughtExceptionHandler();
        current.setUncaughtExceptionHandler((dying, thrown) -> {
            diedOf(thrown);
            clients.uncaughtException(dying, thrown);
        });
        park(loop.nowMs(), () -> true);
    }

    /** The client only logs it, and does nothing more from here on. */
    private synchronized void diedOf(Throwable thrown) {
        if (!released) {
            loop.findings()
                    .add(new IllegalStateException(name + " died at " + loop.describeNow() + " of " + thrown, thrown));
        }
    }

    /**
     * Called by the thread itself: gives the baton back until the condition holds or the deadline has come.
     *
     * @param until a condition that its client's network or another thread's call of {@link #touch} may end
     */
    public void park(long untilMs, BooleanSupplier until) {
        park(untilMs, until, true);
    }

    /** @param isTold whether this thread is {@linkplain #touch touched} when the condition may have come to hold */
    public synchronized void park(long untilMs, BooleanSupplier until, boolean isTold) {
        if (released) {
            return;
        }
        deadlineMs = untilMs;
        ready = until;
        this.isTold = isTold;
        if (standIn == Thread.currentThread()) {
            if (!isTold) {
                loop.findings()
                        .add(new IllegalStateException(name + " waits for something else than its network at "
                                + loop.describeNow() + ", in a round that is run in its place"));
            }
            throw WaitBegun.INSTANCE;
        }
        parked = true;
        changed.run();
        notifyAll();
        boolean interrupted = false;
        while (!granted && !released) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        granted = false;
        parked = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean tells(Runnable changed) {
        this.changed = changed;
        return true;
    }

    @Override
    public synchronized boolean isSettled() {
        return isTold;
    }

    /** Says that something has happened to its client that may end its wait. */
    public void touch() {
        changed.run();
    }

    @Override
    public synchronized long nextDeadlineMs(long nowMs) {
        if (!parked || frozen) {
            return NEVER;
        }
        return ready.getAsBoolean() ? nowMs : deadlineMs;
    }

    @Override
    public void act(long nowMs) {
        Rounds inItsPlace = rounds;
        if (inItsPlace != null && loop.passengers() == null && inItsPlace.goesOn()) {
            actInItsPlace(inItsPlace);
            return;
        }
        rounds = null;
        Thread before = loop.ownership().lend(thread);
        try {
            synchronized (this) {
                if (!parked) {
                    return;
                }
                granted = true;
                acts++;
                parked = false;
                changed.run();
                notifyAll();
            }
            awaitBaton();
        } finally {
            loop.ownership().lend(before);
        }
    }

    private void actInItsPlace(Rounds inItsPlace) {
        // An interrupt of the thread that drives the loop is not meant for it.
        boolean interrupted = Thread.interrupted();
        acts++;
        changed.run();
        standIn = Thread.currentThread();
        try {
            boolean goesOn = !isWaiting || inItsPlace.endWait();
            while (goesOn && inItsPlace.goesOn()) {
                goesOn = inItsPlace.run();
            }
            isWaiting = !goesOn;
        } finally {
            standIn = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until the thread has parked or ended; for the constructor of a client that has just started it. */
    public void awaitParked() {
        awaitBaton();
    }

    private void awaitBaton() {
        boolean interrupted = false;
        for (int checks = 0; !awaitBatonOnce(); checks++) {
            if (Thread.interrupted()) {
                interrupted = true;
            }
            if (checks > STUCK_AFTER_CHECKS) {
                throw new IllegalStateException(stuck());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitBatonOnce() {
        try {
            Thread endingThread;
            synchronized (this) {
                if (parked || hasEnded()) {
                    return true;
                }
                if (!ending) {
                    wait(LIVENESS_CHECK_MS);
                }
                endingThread = ending ? thread : null;
            }
            if (endingThread != null) {
                endingThread.join(LIVENESS_CHECK_MS);
            }
        } catch (InterruptedException e) {
            // The baton must come back whatever happens; the caller restores the flag.
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Called by the thread itself: it has done its work and ends without parking again. */
    public synchronized void ending() {
        ending = true;
        notifyAll();
    }

    /** Returns whether the thread has run and ended. */
    public synchronized boolean hasEnded() {
        Thread known = thread;
        return known != null && !known.isAlive();
    }

    /** Lets the thread do nothing more until it is thawed, as in a process that has been stopped. */
    public synchronized void setFrozen(boolean frozen) {
        this.frozen = frozen;
        changed.run();
    }

    /** Lets the thread run free of the baton, for a client that is thrown away. */
    public synchronized void release() {
        released = true;
        notifyAll();
    }

    private String stuck() {
        StringBuilder text =
                new StringBuilder(name).append(" keeps the baton; it is blocked outside of what can be simulated");
        Thread known = thread;
        if (known != null) {
            for (StackTraceElement frame : known.getStackTrace()) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
        }
        return text.toString();
    }
}
