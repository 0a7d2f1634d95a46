package io.github.groupcoordinator.internal.thread;

import io.github.groupcoordinator.internal.schedule.Actor;
import io.github.groupcoordinator.internal.schedule.Seeds;
import io.github.groupcoordinator.internal.schedule.Watchdog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the application. It parks where it enters a client or waits in one, and goes on when it is granted its
 * turn; so exactly one of them runs at a time. While it is parked, it runs errands for the loop: what needs the locks
 * that it holds.
 */
final class ApplicationThread {
    private static final int MOST_REFUSALS = 100;

    private final Thread thread;
    private final int number;
    private final Signal driver;
    private final Spins spins = new Spins();
    private volatile int depth;
    private volatile boolean making;
    private volatile boolean parked;
    private volatile boolean hasTurn;
    private volatile boolean awake = true;
    private volatile boolean interrupted;
    private volatile boolean released;
    private volatile boolean free;
    private volatile @Nullable Runnable errand;
    private volatile boolean onErrand;
    private volatile boolean seenOutside;
    private volatile boolean called;
    private int refusals;
    private String callOfSystem = "";
    private long inCallSinceNanos;
    private volatile String monitor = "";
    private String overlap = "";
    private long deadlineMs = Actor.NEVER;
    private BooleanSupplier ready = () -> false;
    private volatile boolean ending;
    private volatile boolean endIsTold;
    private final AtomicBoolean permit = new AtomicBoolean();
    private volatile boolean inWait;
    private volatile boolean letGo;
    private volatile boolean timedOut;
    private int looksAtTheClock;
    private final Map<String, Random> uuids = new LinkedHashMap<>();
    private BooleanSupplier stopped = () -> false;
    private Supplier<String> waitsIn = () -> "";

    ApplicationThread(Thread thread, int number, Signal driver) {
        this.thread = thread;
        this.number = number;
        this.driver = driver;
    }

    Thread thread() {
        return thread;
    }

    String name() {
        return thread.getName();
    }

    /** Returns the place in the order in which threads were made. */
    long order() {
        return thread.getId();
    }

    /** Returns how many of this cluster's threads were known before it. */
    int number() {
        return number;
    }

    /** Returns whether it is parked here; it may be on an errand. */
    boolean isParked() {
        return parked;
    }

    boolean isInside() {
        return depth > 0;
    }

    boolean isOnErrand() {
        return onErrand;
    }

    /** Takes note that it has run to its end. */
    void end() {
        ending = true;
        driver.give();
    }

    /** Takes note that who waits for its end knows of it; to be dead, it may still need its monitor. */
    void endIsTold() {
        endIsTold = true;
        driver.give();
    }

    /** Returns whether it has nothing left to do, and nobody to wake. */
    boolean isEndTold() {
        return endIsTold;
    }

    /** Returns whether it has run to its end, dead or about to be. */
    boolean hasEnded() {
        return ending || isDead();
    }

    /** Returns whether it has ended. */
    boolean isDead() {
        return !thread.isAlive() && thread.getState() == Thread.State.TERMINATED;
    }

    /** Returns whether it has noticed its turn, and does not wait for the making of a client. */
    boolean maySeemToWait() {
        return awake && !making;
    }

    boolean setMaking(boolean makes) {
        boolean before = making;
        making = makes;
        return before;
    }

    /**
     * Begins a call.
     *
     * @return whether it has to wait for its turn
     */
    synchronized boolean enter() {
        return depth++ == 0 && !hasTurn;
    }

    synchronized void exit() {
        depth--;
    }

    /** Returns whether it was told many times that the cluster is closed. */
    boolean isDeafToErrors() {
        return ++refusals > MOST_REFUSALS;
    }

    /** Takes note that it has called a client at least once: it takes part. */
    void called() {
        called = true;
    }

    boolean hasCalled() {
        return called;
    }

    /** Returns for how many nanoseconds it has been seen in the same call of the system, which is empty for none. */
    synchronized long nanosInCall(String call) {
        long nowNanos = Watchdog.nanoTime();
        if (call.isEmpty() || !call.equals(callOfSystem)) {
            callOfSystem = call;
            inCallSinceNanos = nowNanos;
        }
        return nowNanos - inCallSinceNanos;
    }

    /** Takes note that it waits for something outside of the cluster: from here on it is not its turn any more. */
    synchronized void restOutside() {
        if (!parked && thread.isAlive()) {
            hasTurn = false;
            seenOutside = true;
        }
    }

    /** Takes note of the monitor that it was seen to wait for. */
    void blockedBy(String held) {
        monitor = held;
    }

    /** Returns the monitor after which it went on without a turn, beside another thread; empty if it did not. Once. */
    String takeOverlap() {
        String taken = overlap;
        overlap = "";
        return taken;
    }

    /** Returns whether it was seen to wait outside since it last had a turn. */
    boolean wasSeenOutside() {
        return seenOutside;
    }

    /** Called by the thread itself: gives its turn back until the condition holds or the deadline has come. */
    void park(BooleanSupplier until, long untilMs, Supplier<String> why) {
        ready = until;
        deadlineMs = untilMs;
        waitsIn = why;
        looksAtTheClock = 0;
        noteOverlap();
        synchronized (this) {
            hasTurn = false;
            parked = true;
        }
        driver.give();
        boolean slept = false;
        for (int looks = 0; !hasTurn && !released && !free; looks++) {
            Runnable todo = errand;
            if (todo != null) {
                runErrand(todo);
                looks = 0;
            } else if (thread.isInterrupted()) {
                // Noted before it is cleared: at no moment does it look as if nothing had happened.
                interrupted = true;
                Thread.interrupted();
                driver.give();
            } else if (spins.isWorthAnother(looks)) {
                Thread.onSpinWait();
            } else {
                slept = true;
                RealPark.park();
            }
        }
        if (slept) {
            spins.slept();
        } else {
            spins.spared();
        }
        parked = false;
        awake = true;
        seenOutside = false;
        if (interrupted) {
            interrupted = false;
            thread.interrupt();
        }
    }

    private void noteOverlap() {
        if (seenOutside && !monitor.isEmpty()) {
            overlap = monitor;
        }
        monitor = "";
    }

    private void runErrand(Runnable todo) {
        onErrand = true;
        try {
            todo.run();
        } finally {
            onErrand = false;
            errand = null;
            driver.give();
        }
    }

    /** Waits for a monitor that it owns; whoever notifies it, it goes on when it has its turn. */
    void waitFor(Object notified, long untilMs) throws InterruptedException {
        deadlineMs = untilMs;
        noteOverlap();
        waitsIn = () -> "Object.wait";
        looksAtTheClock = 0;
        timedOut = false;
        if (thread.isInterrupted()) {
            // Then the wait ends before it begins.
            awake = false;
        }
        letGo = false;
        inWait = true;
        driver.give();
        boolean wasInterrupted = false;
        try {
            notified.wait();
        } catch (InterruptedException e) {
            wasInterrupted = !timedOut;
        } finally {
            inWait = false;
            park(() -> true, Actor.NEVER, () -> "the end of Object.wait");
        }
        if (wasInterrupted) {
            throw new InterruptedException();
        }
    }

    boolean isInWait() {
        return inWait;
    }

    /** Takes note that the monitor that it waits for was seen to be let go of. */
    void letGo() {
        letGo = true;
    }

    boolean hasLetGo() {
        return letGo;
    }

    /**
     * Takes note that it is about to be interrupted: if it waits for a monitor, the JVM shows it as waiting until it
     * has got a processor, and for a moment even after it has cleared the interrupt.
     */
    void interruptedInWait() {
        if (inWait) {
            awake = false;
        }
    }

    /** Ends its wait for a monitor that nobody has notified; the monitor's owner may be anybody. */
    void timeOut() {
        timedOut = true;
        awake = false;
        thread.interrupt();
    }

    boolean hasPermit() {
        return permit.get();
    }

    /** Takes the permit, in one step: it may be given at the same moment, by a thread that went on beside this one. */
    boolean takePermit() {
        return permit.getAndSet(false);
    }

    void givePermit() {
        permit.set(true);
    }

    /** Returns how often it has looked at the clock since it last waited. */
    int look() {
        return ++looksAtTheClock;
    }

    /** Returns a UUID of its own: by the place that asks, since one that asks once in a JVM must not shift others. */
    UUID nextUuid(long seed, String callSite) {
        Random random = uuids.computeIfAbsent(callSite, site -> Seeds.random(seed, "uuid " + number + " " + site));
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        return new UUID(high, random.nextLong() & ~(3L << 62) | 2L << 62);
    }

    /** Returns whether its waits are to be controlled: not while it makes a client, or does something for the loop. */
    boolean isControllable() {
        return !making && !onErrand && !released;
    }

    /** Takes note that it was woken and may look as if it waited until it has been seen. */
    void unseen() {
        awake = false;
    }

    void seen() {
        awake = true;
    }

    /** Lets it do something now, while it is parked; the caller waits for it. */
    void run(Runnable todo) {
        errand = todo;
        RealPark.unpark(thread);
    }

    boolean hasErrand() {
        return errand != null;
    }

    /** Gives it its turn. */
    void grant() {
        awake = false;
        parked = false;
        hasTurn = true;
        RealPark.unpark(thread);
    }

    /** Says that it is its turn already: it runs, and nobody else does. */
    void begins() {
        hasTurn = true;
    }

    /** Lets it go on without turns: the cluster is closed. */
    void release() {
        released = true;
        RealPark.unpark(thread);
    }

    /** Lets it go on at once, wherever it waits: nobody is left who could give it a turn. */
    void setFree(boolean goesOn) {
        free = goesOn;
        if (goesOn) {
            timedOut = true;
            if (inWait) {
                thread.interrupt();
            }
            RealPark.unpark(thread);
        }
    }

    boolean isReleased() {
        return released;
    }

    void stopWhile(BooleanSupplier dead) {
        stopped = dead;
    }

    boolean isStopped() {
        return stopped.getAsBoolean();
    }

    /** Returns when it wants its turn; {@link Actor#NEVER} if nothing but others can give it a reason. */
    long nextDeadlineMs(long nowMs) {
        if (stopped.getAsBoolean()) {
            return Actor.NEVER;
        }
        if (inWait) {
            return timedOut ? Actor.NEVER : deadlineMs;
        }
        if (!parked) {
            return Actor.NEVER;
        }
        return isReady() ? nowMs : deadlineMs;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    boolean isReady() {
        if (interrupted || thread.isInterrupted()) {
            return true;
        }
        try {
            return ready.getAsBoolean();
        } catch (RuntimeException e) {
            // It asks itself again, and is told on its own stack.
            return true;
        }
    }

    /** Returns the stack of the thread, a frame a line, for messages. */
    String stack() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append(System.lineSeparator()).append("    at ").append(frame);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        String what = !parked && !inWait
                ? String.valueOf(thread.getState())
                : isStopped() ? "stopped with its crashed client" : "waits: " + waitsIn.get();
        return "'" + name() + "' " + what;
    }
}
