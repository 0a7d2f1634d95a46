package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A job that is done once in an interval, counted from when the coordinator started; only while there is something to
 * do, so that a cluster at rest waits for nothing.
 */
final class Upkeep {
    private final Timers timers;
    private final String what;
    private final long intervalMs;
    private final BooleanSupplier isNeeded;
    private final Runnable job;
    private long startedMs;

    private Timers.@Nullable Timer next;

    Upkeep(Timers timers, String what, long intervalMs, BooleanSupplier isNeeded, Runnable job) {
        this.timers = timers;
        this.what = what;
        this.intervalMs = intervalMs;
        this.isNeeded = isNeeded;
        this.job = job;
        this.startedMs = timers.nowMs();
    }

    /** Does nothing more of what is waited for; from now on the interval counts. */
    void restart() {
        if (next != null) {
            next.cancel();
            next = null;
        }
        startedMs = timers.nowMs();
    }

    /** Waits for the next time, unless that is done already, or there is nothing to do. */
    void await() {
        if (next != null || !isNeeded.getAsBoolean()) {
            return;
        }
        long times = (timers.nowMs() - startedMs) / intervalMs + 1;
        next = timers.schedule(startedMs + times * intervalMs, what, () -> {
            next = null;
            job.run();
            await();
        });
    }
}
