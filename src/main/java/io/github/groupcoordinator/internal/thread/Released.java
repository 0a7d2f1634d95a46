package io.github.groupcoordinator.internal.thread;

import io.github.groupcoordinator.internal.schedule.Watchdog;
import java.util.List;

/**
 * The threads of an application whose cluster has closed: they live in real time from here on. Those of a pool of the
 * JVM's must have come to rest before the next cluster begins: one that still looked for work would take a task of its
 * application, unseen, or make another thread do so, and time would pass meanwhile.
 */
final class Released {
    private Released() {}

    /** Waits until each has left the place where it was parked, and then waits for something else or has ended. */
    static void awaitRest(List<ApplicationThread> threads) {
        for (ApplicationThread thread : threads) {
            Watchdog watchdog = Watchdog.ofReleasedThread();
            while (isUnderWay(thread) && !watchdog.isTooLongFor(thread.thread())) {
                Thread.yield();
            }
        }
    }

    private static boolean isUnderWay(ApplicationThread thread) {
        if (thread.isDead() || thread.thread() == Thread.currentThread()) {
            return false;
        }
        return thread.isParked() || (thread.thread().getState() == Thread.State.RUNNABLE && !isForGood(thread));
    }

    /** A server waits for its socket like that; and the JVM has threads without a stack. */
    private static boolean isForGood(ApplicationThread thread) {
        StackTraceElement[] stack = thread.thread().getStackTrace();
        return stack.length == 0 || Stillness.isInSocket(stack[0]);
    }
}
