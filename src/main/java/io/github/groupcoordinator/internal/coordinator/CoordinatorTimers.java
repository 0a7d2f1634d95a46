package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a partition, by their keys: to arm one again replaces the earlier one.
 *
 * @param <K> the keys, whose text says what is being waited for
 * @param <T> what is to be done when a timer falls due
 */
public final class CoordinatorTimers<K, T> {
    private final Timers timers;
    private final BiConsumer<K, T> elapsed;
    private final Map<K, Armed> armed = new LinkedHashMap<>();

    /**
     * Arms nothing yet.
     *
     * @param elapsed does what a timer was armed for, which is not armed any more then
     */
    public CoordinatorTimers(Timers timers, BiConsumer<K, T> elapsed) {
        this.timers = timers;
        this.elapsed = elapsed;
    }

    /** Arms a timer for some milliseconds from now on. */
    public void arm(K key, long delayMs, T task) {
        armAt(key, timers.nowMs() + Math.max(0, delayMs), task);
    }

    /** Arms a timer for an instant. */
    public void armAt(K key, long deadlineMs, T task) {
        Armed before = armed.get(key);
        if (before != null) {
            if (before.timer().reschedule(deadlineMs)) {
                before.task = task;
                return;
            }
            // It fell due while its node was paused, and would be run when the node goes on.
            before.timer().cancel();
        }
        Armed now = new Armed(key, task);
        armed.put(key, now);
        now.timer = timers.schedule(deadlineMs, key, now);
    }

    public void disarm(K key) {
        Armed before = armed.remove(key);
        if (before != null) {
            before.timer().cancel();
        }
    }

    public void disarmAll() {
        armed.values().forEach(each -> each.timer().cancel());
        armed.clear();
    }

    public boolean isArmed(K key) {
        return armed.containsKey(key);
    }

    /** Returns for how long a timer runs yet, or null if it is not armed. */
    public @Nullable Long remainingMs(K key) {
        Armed found = armed.get(key);
        return found == null ? null : (Long) (found.timer().deadlineMs() - timers.nowMs());
    }

    /** A timer that falls due when it is not armed anew before. */
    private final class Armed implements Runnable {
        private final K key;
        private T task;
        private Timers.@Nullable Timer timer;

        Armed(K key, T task) {
            this.key = key;
            this.task = task;
        }

        Timers.Timer timer() {
            return Objects.requireNonNull(timer);
        }

        @Override
        public void run() {
            armed.remove(key, this);
            elapsed.accept(key, task);
        }
    }
}
