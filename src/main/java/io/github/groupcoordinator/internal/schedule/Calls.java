package io.github.groupcoordinator.internal.schedule;

import java.util.function.Supplier;

/**
 * The calls that a test makes of a cluster: each owns the loop until it returns, and throws what has failed on the
 * broker side meanwhile, and what was found since the last one.
 */
public final class Calls {

    private Calls() {}

    /** Asks for something. */
    public static <T> T ask(EventLoop loop, String call, Supplier<T> what) {
        loop.ownership().enter(call);
        try {
            T answer = what.get();
            loop.throwIfFailed();
            loop.throwIfFound();
            return answer;
        } finally {
            loop.ownership().exit();
        }
    }

    /** Does something. */
    public static void run(EventLoop loop, String call, Runnable action) {
        loop.ownership().enter(call);
        try {
            action.run();
            loop.throwIfFailed();
            loop.throwIfFound();
        } finally {
            loop.ownership().exit();
        }
    }
}
