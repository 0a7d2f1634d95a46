package io.github.groupcoordinator.internal.thread;

import java.util.concurrent.locks.LockSupport;

/**
 * The hand-over of the turn between threads, which is real: it never means the virtual waiting that the agent makes of
 * an application's own parks.
 */
final class RealPark {
    private static final ThreadLocal<boolean[]> HANDING_OVER = ThreadLocal.withInitial(() -> new boolean[1]);

    private RealPark() {}

    /** Returns whether the current thread hands a turn over. */
    static boolean isHandingOver() {
        return HANDING_OVER.get()[0];
    }

    /** Parks the current thread until it is unparked or interrupted; it may return without a reason. */
    static void park() {
        handOver(LockSupport::park);
    }

    static void unpark(Thread thread) {
        handOver(() -> LockSupport.unpark(thread));
    }

    /** Runs something in which parks, waits and starts of threads are real. */
    static void handOver(Runnable action) {
        boolean[] flag = HANDING_OVER.get();
        boolean outer = flag[0];
        flag[0] = true;
        try {
            action.run();
        } finally {
            flag[0] = outer;
        }
    }
}
