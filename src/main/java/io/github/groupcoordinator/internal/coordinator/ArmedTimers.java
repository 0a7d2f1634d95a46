package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.Effect;
import io.github.groupcoordinator.internal.group.GroupCommand;
import io.github.groupcoordinator.internal.group.TimerKey;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The timers of a partition's groups, by their keys. */
final class ArmedTimers {
    /** After this time what could not be appended is tried again. */
    private static final long RETRY_BACKOFF_MS = 500;

    private final Timers timers;
    private final BiPredicate<String, GroupCommand> elapsed;
    private final Runnable afterwards;
    private final Map<TimerKey, Armed> armed = new LinkedHashMap<>();

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
        long deadlineMs = timers.nowMs() + Math.max(0, arm.delayMs());
        Armed before = armed.get(arm.key());
        if (before != null) {
            if (before.timer().reschedule(deadlineMs)) {
                before.command = arm.command();
                return;
            }
            // It fell due while its node was paused, and would be run when the node goes on.
            before.timer().cancel();
        }
        Armed now = new Armed(arm.key(), arm.command());
        armed.put(arm.key(), now);
        now.timer = timers.schedule(deadlineMs, arm.key(), now);
    }

    void disarm(TimerKey key) {
        Armed before = armed.remove(key);
        if (before != null) {
            before.timer().cancel();
        }
    }

    void disarmAll() {
        armed.values().forEach(each -> each.timer().cancel());
        armed.clear();
    }

    boolean has(TimerKey key) {
        return armed.containsKey(key);
    }

    /** Returns for how long a timer runs yet, or null if it is not armed. */
    @Nullable
    Long remainingMs(TimerKey key) {
        Armed found = armed.get(key);
        return found == null ? null : (Long) (found.timer().deadlineMs() - timers.nowMs());
    }

    /** What a timer does when it is not armed anew before. */
    private final class Armed implements Runnable {
        private final TimerKey key;
        private GroupCommand command;
        private Timers.@Nullable Timer timer;

        Armed(TimerKey key, GroupCommand command) {
            this.key = key;
            this.command = command;
        }

        Timers.Timer timer() {
            return Objects.requireNonNull(timer);
        }

        @Override
        public void run() {
            armed.remove(key, this);
            if (elapsed.test(key.groupId(), command)) {
                arm(new Effect.Arm(key, RETRY_BACKOFF_MS, command));
            }
            afterwards.run();
        }
    }
}
