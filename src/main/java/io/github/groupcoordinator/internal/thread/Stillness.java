package io.github.groupcoordinator.internal.thread;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The look from outside at threads of the application that are not parked at a client: they are quiet if they wait for
 * somebody. Without the agent that is an observation, which a thread that has just been woken can escape for a moment.
 */
final class Stillness {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Looks at one thread; the more, the rarer does one that was woken escape, but never never. */
    private static final int LOOKS = 5;

    private static final String OURS = "io.github.groupcoordinator.internal.";

    /** One that is in the same call of the system for so long takes no part; a shorter one is waited for. */
    private static final long STAYS_IN_CALL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Roster roster;
    private final Signal signal;
    private final boolean controlled;
    private List<ApplicationThread> lookedAt = List.of();
    private boolean isAnyOutside;

    /**
     * @param signal given by each thread that parks
     * @param controlled whether parks and sleeps of these threads are the cluster's, so that only monitors are looked
     * at
     */
    Stillness(Roster roster, Signal signal, boolean controlled) {
        this.roster = roster;
        this.signal = signal;
        this.controlled = controlled;
    }

    /** Returns one that runs, null if all are quiet; forgets those which have ended. */
    @Nullable
    ApplicationThread restless() {
        int seen;
        ApplicationThread one;
        do {
            seen = signal.count();
            one = look();
            if (one == null && isAnyOutside) {
                // Another may have woken it after the look at it, and have come to rest before that at the other.
                one = look();
            }
        } while (one == null && signal.count() != seen);
        return one;
    }

    private @Nullable ApplicationThread look() {
        isAnyOutside = false;
        Thread current = Thread.currentThread();
        List<ApplicationThread> all = roster.inOrder();
        lookedAt = all;
        for (int i = 0; i < all.size(); i++) {
            ApplicationThread thread = all.get(i);
            if (thread.isParked() || thread.thread() == current) {
                continue;
            }
            isAnyOutside = true;
            if (thread.isDead()) {
                roster.remove(thread.thread());
            } else if (!isQuiet(thread)) {
                return thread;
            }
        }
        return null;
    }

    /** Returns those that the last look was at. */
    List<ApplicationThread> lookedAt() {
        return lookedAt;
    }

    /** Returns whether a thread has come or gone since the last look: one that has come by itself runs. */
    boolean isOutdated() {
        return lookedAt != roster.inOrder();
    }

    /** Returns whether a thread waits for somebody. */
    boolean isQuiet(ApplicationThread thread) {
        if (thread.isParked()) {
            return true;
        }
        if (!thread.maySeemToWait()) {
            // One whose wait for a monitor is over goes on when it has that.
            return thread.isInWait() && thread.thread().getState() == Thread.State.BLOCKED && isBlockedForGood(thread);
        }
        return switch (thread.thread().getState()) {
            case NEW, TERMINATED -> true;
            case RUNNABLE -> isInSocketAndNeverCalled(thread);
            case BLOCKED -> thread.isEndTold() || isBlockedForGood(thread);
            case WAITING -> controlled ? !thread.isInWait() || hasLetGo(thread) : remains(thread, Thread.State.WAITING);
            // A sleep ends by itself; a wait for somebody does not, as far as virtual time goes.
            case TIMED_WAITING ->
                !controlled
                        && LockSupport.getBlocker(thread.thread()) != null
                        && remains(thread, Thread.State.TIMED_WAITING);
        };
    }

    /**
     * Returns whether a thread that waits for a monitor owns that no more: the JVM shows it as waiting a moment before,
     * in which whoever is to notify it would seem to be blocked for good.
     */
    static boolean hasLetGo(ApplicationThread thread) {
        if (!thread.hasLetGo()) {
            ThreadInfo info = THREADS.getThreadInfo(thread.order());
            // A virtual thread, of which there is no such information, waits when it has left its carrier.
            if (info != null
                    && (info.getThreadState() != Thread.State.WAITING || info.getLockOwnerId() == thread.order())) {
                return false;
            }
            thread.letGo();
        }
        return true;
    }

    private static boolean remains(ApplicationThread thread, Thread.State state) {
        for (int i = 0; i < LOOKS; i++) {
            Thread.yield();
            if (thread.isParked()) {
                return true;
            }
            if (thread.thread().getState() != state) {
                return false;
            }
        }
        return true;
    }

    /** A monitor's owner that is quiet itself does not let go of it before its turn. */
    private boolean isBlockedForGood(ApplicationThread thread) {
        ThreadInfo info = THREADS.getThreadInfo(thread.order());
        if (info == null || info.getThreadState() != Thread.State.BLOCKED || info.getLockOwnerId() < 0) {
            return false;
        }
        if (info.getLockInfo().getClassName().startsWith(OURS)) {
            // It is held for a moment, by one who may be about to park or has just parked.
            return false;
        }
        if (info.getLockOwnerId() == Thread.currentThread().getId()) {
            return true;
        }
        for (ApplicationThread owner : roster.inOrder()) {
            if (owner.order() == info.getLockOwnerId()) {
                // Asked again: the owner may have let go of it before it came to rest.
                boolean quiet = owner != thread && isQuiet(owner) && isBlockedBy(owner, thread);
                if (quiet && !thread.isInWait()) {
                    thread.blockedBy(info.getLockInfo().getClassName() + ", which '" + owner.name() + "' held");
                }
                return quiet;
            }
        }
        return false;
    }

    private static boolean isBlockedBy(ApplicationThread owner, ApplicationThread thread) {
        ThreadInfo info = THREADS.getThreadInfo(thread.order());
        return info != null && info.getLockOwnerId() == owner.order();
    }

    /** A server of the test's, or a thread of the JVM, is RUNNABLE for ever; it has no part in this. */
    private boolean isInSocketAndNeverCalled(ApplicationThread thread) {
        if (thread.hasCalled()) {
            return false;
        }
        StackTraceElement[] stack = thread.thread().getStackTrace();
        if (stack.length == 0) {
            return thread.name().equals("Attach Listener") && ignore(thread);
        }
        String call = isInSocket(stack[0]) ? stack[0].toString() : "";
        return thread.nanosInCall(call) >= STAYS_IN_CALL_NANOS && ignore(thread);
    }

    private boolean ignore(ApplicationThread thread) {
        if (thread.thread().isAlive()) {
            roster.ignore(thread.thread());
        }
        return true;
    }

    /** Files are not among them: who reads one, a class's among others, goes on by itself. */
    static boolean isInSocket(StackTraceElement innermost) {
        String type = innermost.getClassName();
        return innermost.isNativeMethod()
                && type.startsWith("sun.nio.ch.")
                && !type.startsWith("sun.nio.ch.File")
                && !type.startsWith("sun.nio.ch.UnixFile")
                && !type.startsWith("sun.nio.ch.IOUtil");
    }
}
