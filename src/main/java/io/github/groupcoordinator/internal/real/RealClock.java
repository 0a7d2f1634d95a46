package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.time.ScheduledTask;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The clock of a real cluster: to advance it is to wait. */
final class RealClock implements VirtualClock {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final String NOT_EXACT = "instants are exact in virtual time only";

    private final Instant startTime = RealTime.now();
    private final Refusals refusals;

    RealClock(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public Instant now() {
        return RealTime.now();
    }

    /** Returns the instant at which the test began to use the cluster: events are told as so long after it. */
    @Override
    public Instant startTime() {
        return startTime;
    }

    @Override
    public Duration elapsed() {
        throw refusals.notPortable("VirtualClock.elapsed", NOT_EXACT);
    }

    @Override
    public void advance(Duration duration) {
        requireNotNegative(duration);
        refusals.requireBearable("VirtualClock.advance", duration);
        RealTime.sleep(duration);
    }

    @Override
    public boolean advanceUntil(BooleanSupplier condition, Duration atMost) {
        requireNotNegative(atMost);
        refusals.requireBearable("VirtualClock.advanceUntil", atMost);
        RealTime.Wait wait = RealTime.atMost(atMost);
        while (!condition.getAsBoolean()) {
            if (wait.isOver()) {
                return false;
            }
            RealTime.sleep(BETWEEN_LOOKS);
        }
        return true;
    }

    private static void requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Time does not run backwards, but it was to advance by " + duration);
        }
    }

    @Override
    public void runUntilIdle() {
        throw refusals.notPortable(
                "VirtualClock.runUntilIdle", "what is due at one instant is known of virtual time only");
    }

    @Override
    public ScheduledTask schedule(Duration delay, Runnable task) {
        throw refusals.notPortable(
                "VirtualClock.schedule", "a task between two steps of the cluster is possible in virtual time only");
    }

    @Override
    public String toString() {
        return "the system's clock";
    }
}
