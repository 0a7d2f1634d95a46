package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The timer by which a partition's offsets are looked at, counted from its load. Nothing is armed while there are no
 * groups: there is nothing to check then, and a clock without anything to wait for is a sign that a test looks for.
 */
final class RetentionCheck {
    private final Timers timers;
    private final long intervalMs;
    private final String what;
    private final BooleanSupplier isNeeded;
    private final Runnable check;

    private boolean isActive;
    private long loadedMs;
    private Timers.@Nullable Timer next;

    RetentionCheck(Timers timers, long intervalMs, String what, BooleanSupplier isNeeded, Runnable check) {
        this.timers = timers;
        this.intervalMs = intervalMs;
        this.what = what;
        this.isNeeded = isNeeded;
        this.check = check;
    }

    void begin() {
        isActive = true;
        loadedMs = timers.nowMs();
    }

    void end() {
        isActive = false;
        if (next != null) {
            next.cancel();
        }
    }

    /** Waits for the next check, unless that is done already. */
    void await() {
        if (next != null || !isActive || !isNeeded.getAsBoolean()) {
            return;
        }
        long checks = (timers.nowMs() - loadedMs) / intervalMs + 1;
        next = timers.schedule(loadedMs + checks * intervalMs, what, () -> {
            next = null;
            await();
            check.run();
        });
    }
}
