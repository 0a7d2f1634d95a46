package io.github.groupcoordinator.internal.net.tcp;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;

/** Timers for clients that wait in real time while the cluster's clock stands: their long polls. */
final class RealTimers implements Timers {
    private final EventLoop pace;
    private final SystemTime time;

    RealTimers(EventLoop pace, SystemTime time) {
        this.pace = pace;
        this.time = time;
    }

    @Override
    public long nowMs() {
        return time.nowMs();
    }

    @Override
    public Timer schedule(long deadlineMs, Object what, Runnable task) {
        return pace.schedule(deadlineMs, what, task);
    }
}
