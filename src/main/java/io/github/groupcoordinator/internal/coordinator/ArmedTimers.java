package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The timers of a partition's groups, by their keys. */
final class ArmedTimers {
    /** After this time what could not be appended is tried again. */
    private static final long RETRY_BACKOFF_MS = 500;

    private final Timers timers;
    private final BiPredicate<String, GroupCommand> elapsed;
    private final Runnable afterwards;
    private final Map<TimerKey, Timers.Timer> armed = new LinkedHashMap<>();

    /**
     * Arms nothing yet.
     *
     * @param elapsed decides a group's command, and returns whether it must be tried again
     * @param afterwards runs when that is done
     */
    ArmedTimers(Timers timers, BiPredicate<String, GroupCommand> elapsed, Runnable afterwards) {
        this.timers = timers;
        this.elapsed = elapsed;
        this.afterwards = afterwards;
    }

    void arm(Effect.Arm arm) {
        disarm(arm.key());
        TimerKey key = arm.key();
        GroupCommand command = arm.command();
        long deadlineMs = timers.nowMs() + Math.max(0, arm.delayMs());
        armed.put(key, timers.schedule(deadlineMs, key, () -> {
            armed.remove(key);
            if (elapsed.test(key.groupId(), command)) {
                arm(new Effect.Arm(key, RETRY_BACKOFF_MS, command));
            }
            afterwards.run();
        }));
    }

    void disarm(TimerKey key) {
        Timers.Timer timer = armed.remove(key);
        if (timer != null) {
            timer.cancel();
        }
    }

    void disarmAll() {
        armed.values().forEach(Timers.Timer::cancel);
        armed.clear();
    }

    boolean has(TimerKey key) {
        return armed.containsKey(key);
    }

    /** Returns for how long a timer runs yet, or null if it is not armed. */
    @Nullable
    Long remainingMs(TimerKey key) {
        Timers.Timer timer = armed.get(key);
        return timer == null ? null : (Long) (timer.deadlineMs() - timers.nowMs());
    }
}
