package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;

/** One cluster's timers on a clock that may outlive it: when the cluster closes, they come to nothing. */
final class ClusterTimers implements Timers {
    private final EventLoop loop;
    private boolean closed;

    ClusterTimers(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public long nowMs() {
        return loop.nowMs();
    }

    @Override
    public Timer schedule(long deadlineMs, Object what, Runnable task) {
        return loop.schedule(deadlineMs, what, () -> {
            if (!closed) {
                task.run();
            }
        });
    }

    void close() {
        closed = true;
    }
}
