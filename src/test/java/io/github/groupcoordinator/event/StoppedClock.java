package io.github.groupcoordinator.event;

import io.github.groupcoordinator.time.ScheduledTask;
import io.github.groupcoordinator.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A clock that knows when it started and nothing else. */
record StoppedClock(Instant startTime) implements VirtualClock {

    @Override
    public Instant now() {
        return startTime;
    }

    @Override
    public void advance(Duration duration) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean advanceUntil(BooleanSupplier condition, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void runUntilIdle() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledTask schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException();
    }
}
