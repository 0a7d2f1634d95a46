package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The timer by which a partition's offsets are looked at, counted from its load. Nothing is armed while there are no
 * groups: there is nothing to check then, and a clock without anything to wait for is a sign that a test looks for.
 */
final class RetentionCheck {
    /**
     * The checks of a node's partitions in the order of their loads. Kafka arms each at its load, so that those of one
     * millisecond come in this order, whichever partition was the first to have a group.
     */
    static final class Loaded {
        private final List<RetentionCheck> inOrder = new ArrayList<>();

        private void armed(RetentionCheck check, long deadlineMs) {
            for (RetentionCheck later : inOrder.subList(inOrder.indexOf(check) + 1, inOrder.size())) {
                if (later.next != null && later.next.deadlineMs() == deadlineMs) {
                    // One that fell due while its node was paused has its place, and keeps it.
                    later.next.reschedule(deadlineMs);
                }
            }
        }
    }

    /** The check of a partition among those of its node. */
    record Place(Loaded loaded, String partition) {}

    private final Place place;
    private final Timers timers;
    private final long intervalMs;
    private final BooleanSupplier isNeeded;
    private final Runnable check;

    private boolean isActive;
    private long loadedMs;
    private Timers.@Nullable Timer next;

    RetentionCheck(Place place, Timers timers, long intervalMs, BooleanSupplier isNeeded, Runnable check) {
        this.place = place;
        this.timers = timers;
        this.intervalMs = intervalMs;
        this.isNeeded = isNeeded;
        this.check = check;
    }

    void begin() {
        isActive = true;
        loadedMs = timers.nowMs();
        place.loaded().inOrder.add(this);
    }

    void end() {
        isActive = false;
        place.loaded().inOrder.remove(this);
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
        long deadlineMs = loadedMs + checks * intervalMs;
        next = timers.schedule(deadlineMs, "retention check of " + place.partition(), () -> {
            next = null;
            await();
            check.run();
        });
        place.loaded().armed(this, deadlineMs);
    }
}
