package io.github.groupcoordinator.internal.thread;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The questions of rewritten code, asked instead of the JVM, on whatever thread it runs. Most threads are not an
 * application's: for them each answer is that the real thing is to be done.
 */
public interface ThreadHooks {
    /** The answer of the clocks for threads that live in real time. */
    long REAL = Long.MIN_VALUE;

    /**
     * Parks the current thread until it is unparked, interrupted, or the time is over.
     *
     * @param nanos negative for ever
     * @return false if it must park for real
     */
    boolean park(long nanos);

    /** Unparks a thread; returns false if it must be unparked for real. */
    boolean unpark(Thread target);

    /** Sleeps; returns false if it must be done for real. */
    boolean sleep(long nanos) throws InterruptedException;

    /** Lets others run; returns false if it must be done for real. */
    boolean yieldTurn();

    /**
     * Waits for a monitor that the current thread owns to be notified.
     *
     * @param millis 0 for ever
     * @return false if it must be done for real
     */
    boolean await(Object monitor, long millis) throws InterruptedException;

    /** Waits for a thread to end; returns false if it must be done for real. */
    boolean join(Thread target, long millis) throws InterruptedException;

    /** Returns the time of the current thread for {@code System.nanoTime}, {@link #REAL} for the real one. */
    long nanoTime();

    /** Returns the time of the current thread in milliseconds since the epoch, {@link #REAL} for the real one. */
    long currentTimeMillis();

    /** Returns a UUID that follows from the seed, null for a real one. */
    @Nullable
    UUID randomUuid(String callSite);

    /** Called before a thread is started, by the one that starts it. */
    void starting(Thread thread);

    /** Called when it has been started. */
    void started(Thread thread);

    /** Called before a thread is interrupted. */
    void interrupting(Thread thread);

    /** Called by a thread that has run, before it is dead. */
    void ending(Thread thread);
}
