package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import java.util.function.Supplier;

/** How handles do something to the cluster from outside. */
final class Handles {

    private Handles() {}

    /** Looks at something as the one who owns the loop. */
    static <T> T look(EventLoop loop, String call, Supplier<T> what) {
        loop.ownership().enter(call);
        try {
            return what.get();
        } finally {
            loop.ownership().exit();
        }
    }

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
