package io.github.groupcoordinator.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * The time that an in-memory cluster and its clients live in. It moves only when a test moves it, or when a client
 * call waits; it has millisecond resolution and never runs backwards.
 *
 * <p>Whoever is inside a call of the clock or of a client owns the clock for that call. A second thread that enters
 * meanwhile fails with a {@link ConcurrentUseException}. Two clusters may share one clock.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public interface VirtualClock {

    /** Returns the current virtual instant. */
    Instant now();

    /** Returns the virtual instant at which this clock started. */
    Instant startTime();

    /** Returns how much virtual time has passed since {@link #startTime()}. */
    default Duration elapsed() {
        return Duration.between(startTime(), now());
    }

    /**
     * Moves time forward and runs everything that falls due on the way, in order of (deadline, sequence): heartbeats,
     * broker timers and {@linkplain #schedule scheduled tasks}. It never polls a consumer: advancing past
     * {@code max.poll.interval.ms} makes every consumer miss it, as it should.
     *
     * @param duration how far to move, in whole milliseconds; zero runs what is due now
     * @throws IllegalArgumentException if the duration is negative
     * @throws ConcurrentUseException if another thread is inside a call of this clock or of one of its clients
     * @throws IllegalStateException if called from within a scheduled task
     */
    void advance(Duration duration);

    /**
     * Moves time forward like {@link #advance}, but stops at the first event after which the condition holds.
     *
     * @param condition checked before the first step and after each one
     * @param atMost how far to move at most
     * @return whether the condition holds
     */
    boolean advanceUntil(BooleanSupplier condition, Duration atMost);

    /** Runs everything that is due at the current instant, without moving time. */
    void runUntilIdle();

    /**
     * Runs a task once at a virtual instant, for example a {@code wakeup()} or a crash.
     *
     * @param delay from now, zero or more; in whole milliseconds
     * @param task run by whoever moves the clock; it must not move the clock itself
     * @return a handle that can cancel it
     */
    ScheduledTask schedule(Duration delay, Runnable task);

    /** Returns a read-only view for code that takes a {@link InstantSource} or a {@link java.time.Clock}. */
    default InstantSource instantSource() {
        return this::now;
    }
}
