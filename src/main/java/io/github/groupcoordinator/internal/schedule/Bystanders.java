package io.github.groupcoordinator.internal.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The other threads of the JVM, one of which may be about to end what a thread waits for. Those do not that wait
 * themselves for as long as it takes, that are idle workers of a pool, or that rested already when something was asked
 * of the cluster: in a timed wait or a call of the system, as those do that run the tests.
 */
final class Bystanders {
    /** The group of the JDK's own helpers; those of the JVM are in the topmost one. */
    private static final String HELPERS = "InnocuousThreadGroup";

    /** The queue of a scheduler's workers, by its name: code here has no schedulers. */
    private static final String TIMERS = "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";

    private volatile List<Thread> resting = List.of();

    /** Takes note of who rests before the current thread goes on. */
    void note() {
        resting = beside(Thread.currentThread()).filter(Bystanders::rests).toList();
    }

    /** Returns one that may be about to end what a thread waits for; empty if there is none. */
    Optional<Thread> atWork(Thread waiting) {
        return beside(waiting).filter(this::isAtWork).findFirst();
    }

    private static Stream<Thread> beside(Thread thread) {
        Thread self = Thread.currentThread();
        ThreadGroup top = self.getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        Thread[] all = new Thread[top.activeCount() + 64];
        return Arrays.stream(all, 0, top.enumerate(all, true))
                .filter(other -> other != thread && other != self && !isOfTheJvm(other));
    }

    private static boolean isOfTheJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null || group.getParent() == null || group.getName().equals(HELPERS);
    }

    private boolean isAtWork(Thread thread) {
        Thread.State state = thread.getState();
        boolean mayGoOn = state == Thread.State.RUNNABLE || state == Thread.State.TIMED_WAITING;
        return mayGoOn && !waitsForAnother(thread) && !isIdle(thread) && !(resting.contains(thread) && rests(thread));
    }

    /** The end of such a wait's time is a failure. */
    private static boolean waitsForAnother(Thread thread) {
        return StandIn.Wait.of(thread) != null || LockSupport.getBlocker(thread) instanceof Future<?>;
    }

    /** Returns whether it waits for a task, or for time to pass in another cluster. */
    private static boolean isIdle(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return isIn(stack, ThreadPoolExecutor.class.getName(), "getTask") && !isIn(stack, TIMERS, "")
                || isIn(stack, ForkJoinPool.class.getName(), "awaitWork")
                || isIn(stack, StandIn.class.getName(), "");
    }

    private static boolean isIn(StackTraceElement[] stack, String type, String method) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().equals(type)
                        && frame.getMethodName().startsWith(method));
    }

    private static boolean rests(Thread thread) {
        if (thread.getState() != Thread.State.RUNNABLE) {
            return thread.getState() == Thread.State.TIMED_WAITING;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].isNativeMethod();
    }
}
