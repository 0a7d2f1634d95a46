package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.schedule.EventLoop;

/** How handles do something to the cluster from outside. */
final class Handles {

    private Handles() {}

    /** Does something as the one who owns the loop. */
    static void enter(EventLoop loop, String call, Runnable action) {
        loop.ownership().enter(call);
        try {
            action.run();
        } finally {
            loop.ownership().exit();
        }
        loop.throwIfFailed();
    }
}
