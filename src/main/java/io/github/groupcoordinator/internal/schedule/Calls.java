package io.github.groupcoordinator.internal.schedule;

import java.util.function.Supplier;

/** The calls of a cluster, its clients and its clock: the one way into the loop, which each owns until it ends. */
public final class Calls {

    private Calls() {}

    /**
     * The body of a call.
     *
     * @param <T> what it answers
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Body<T, E extends Throwable> {
        T run() throws E;
    }

    /** Makes a call that throws nothing but what its body throws: what else went wrong is told by the next one. */
    public static <T, E extends Throwable> T within(EventLoop loop, String call, Body<T, E> body) throws E {
        loop.ownership().enter(call);
        try {
            return body.run();
        } finally {
            loop.ownership().exit();
        }
    }

    /** Makes a call of a client, which throws what has failed on the broker side meanwhile. */
    public static <T, E extends Throwable> T ofClient(EventLoop loop, String call, Body<T, E> body) throws E {
        return within(loop, call, () -> {
            T answer = body.run();
            loop.throwIfFailed();
            return answer;
        });
    }

    /** Makes a call of the test, which throws that, too, and what was found since the last one. */
    public static <T> T ask(EventLoop loop, String call, Supplier<T> what) {
        return within(loop, call, () -> {
            T answer = what.get();
            loop.throwIfFailed();
            loop.throwIfFound();
            return answer;
        });
    }

    /** Does something as a call of the test. */
    public static void run(EventLoop loop, String call, Runnable action) {
        within(loop, call, () -> {
            action.run();
            loop.throwIfFailed();
            loop.throwIfFound();
            return loop;
        });
    }
}
