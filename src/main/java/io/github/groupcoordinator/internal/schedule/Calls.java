package io.github.groupcoordinator.internal.schedule;

import java.util.function.Supplier;

/**
 * The calls of a cluster, its clients and its clock: the one way into the loop, which each owns until it ends.
 *
 * <p>A thread of the application comes here before it has a turn, when its waits still count as waits for others. So
 * nothing on the way in may be loaded or linked by the JVM at its first use, as a lambda is: for that, threads wait for
 * each other. Whoever makes a loop has loaded this class with it.
 */
public final class Calls {

    private Calls() {}

    /** The call that has been entered; closing it leaves it. */
    public static final class Inside implements AutoCloseable {
        private final EventLoop loop;

        Inside(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void close() {
            loop.ownership().exit();
        }
    }

    static Inside of(EventLoop loop) {
        return new Inside(loop);
    }

    /** Enters a call, which throws nothing by itself: what went wrong meanwhile is told by the next one that asks. */
    public static Inside enter(EventLoop loop, String call) {
        loop.ownership().enter(call);
        return loop.inside();
    }

    /** Asks for something, in a call of the test: it throws what has failed, and what was found since the last one. */
    public static <T> T ask(EventLoop loop, String call, Supplier<T> what) {
        try (Inside inside = enter(loop, call)) {
            T answer = what.get();
            loop.throwIfFailed();
            loop.throwIfFound();
            return answer;
        }
    }

    /** Does something as a call of the test. */
    public static void run(EventLoop loop, String call, Runnable action) {
        try (Inside inside = enter(loop, call)) {
            action.run();
            loop.throwIfFailed();
            loop.throwIfFound();
        }
    }
}
