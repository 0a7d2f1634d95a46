package io.github.groupcoordinator.internal.thread;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of the agent: what the threads of controlled applications do instead of sleeping, parking and waiting for
 * real. A thread that is none of theirs, or that is inside a client, is none of this class's business.
 */
final class ControlledThreads implements ThreadHooks {
    /** The number of looks at the clock, without a wait, after which another costs a millisecond. */
    private static final int LOOKS = 10_000;

    private static final String JUNITS = "junit-";

    /** The JVM's own, such as those which carry virtual threads. */
    private static final String OF_THE_JVM = "jdk.internal.";

    private static final List<ThreadScheduler> LIVE = new CopyOnWriteArrayList<>();
    private static final ControlledThreads HOOKS = new ControlledThreads();

    private ControlledThreads() {}

    /** A thread and who schedules it. */
    private record Controlled(ThreadScheduler scheduler, ApplicationThread thread) {
        void park(BooleanSupplier until, long deadlineMs, String why) {
            scheduler.parkOutside(thread, until, deadlineMs, () -> why);
        }

        long deadlineMs(long nanos) {
            long nowMs = scheduler.loop().nowMs();
            long ms = nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
            return nanos < 0 || ms > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + ms;
        }
    }

    /** Takes over the threads of an application; on the thread of the test. */
    static void control(ThreadScheduler scheduler) {
        for (ThreadScheduler other : LIVE) {
            if (other.test() == scheduler.test()) {
                throw new IllegalStateException(
                        "Two clusters with clocks of their own were to control the threads of one"
                                + " test: which time would pass while the test waits? Let them share a clock"
                                + " (InMemoryKafkaConfig.Builder.clock).");
            }
        }
        ThreadAgent.require(HOOKS);
        LIVE.add(scheduler);
    }

    static void release(ThreadScheduler scheduler) {
        LIVE.remove(scheduler);
    }

    /** Returns the current thread if what it does is to be controlled here and now. */
    private static @Nullable Controlled current() {
        if (LIVE.isEmpty() || RealPark.isHandingOver()) {
            return null;
        }
        Controlled found = find(Thread.currentThread());
        if (found == null) {
            return null;
        }
        found.thread().seen();
        return found.thread().isControllable() && !found.scheduler().drives(found.thread()) ? found : null;
    }

    /** Returns who schedules what the current thread starts or wakes: it is the application's, or calls it back. */
    private static @Nullable ThreadScheduler schedulerOfCurrent() {
        Controlled current = current();
        if (current != null) {
            return current.scheduler();
        }
        if (RealPark.isHandingOver()) {
            return null;
        }
        for (ThreadScheduler scheduler : LIVE) {
            if (scheduler.roster().isCallingBack(Thread.currentThread())) {
                return scheduler;
            }
        }
        return null;
    }

    private static @Nullable Controlled find(Thread thread) {
        for (ThreadScheduler scheduler : LIVE) {
            ApplicationThread known = scheduler.findControlled(thread);
            if (known != null) {
                return new Controlled(scheduler, known);
            }
        }
        return null;
    }

    @Override
    public boolean park(long nanos) {
        Controlled current = current();
        if (current == null) {
            return false;
        }
        ApplicationThread thread = current.thread();
        if (!thread.takePermit() && nanos != 0) {
            current.park(thread::hasPermit, current.deadlineMs(nanos), "LockSupport.park");
            thread.takePermit();
        }
        return true;
    }

    @Override
    public boolean unpark(Thread target) {
        if (LIVE.isEmpty() || RealPark.isHandingOver()) {
            return false;
        }
        Controlled known = find(target);
        if (known != null) {
            known.thread().givePermit();
            return known.thread().isParked();
        }
        ThreadScheduler waker = schedulerOfCurrent();
        if (waker == null || isNobodysBusiness(target) || waker.roster().isClientsOwn(target)) {
            return false;
        }
        // A thread of a pool that is older than the cluster: whom the application wakes, works for it.
        ApplicationThread adopted = waker.roster().add(target);
        adopted.unseen();
        RealPark.unpark(target);
        waker.awaitQuiet(adopted);
        return true;
    }

    private static boolean isNobodysBusiness(Thread thread) {
        return thread.getName().startsWith(JUNITS)
                || thread.getClass().getName().startsWith(OF_THE_JVM);
    }

    @Override
    public boolean sleep(long nanos) throws InterruptedException {
        Controlled current = current();
        if (current == null) {
            return false;
        }
        throwIfInterrupted();
        current.park(() -> false, current.deadlineMs(nanos), "Thread.sleep");
        throwIfInterrupted();
        return true;
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public boolean yieldTurn() {
        Controlled current = current();
        if (current == null) {
            return false;
        }
        payForLooks(current);
        current.park(() -> true, current.scheduler().loop().nowMs(), "Thread.yield");
        return true;
    }

    @Override
    public boolean await(Object monitor, long millis) throws InterruptedException {
        Controlled current = current();
        if (current == null) {
            return false;
        }
        if (monitor instanceof Thread target && hasEnded(target)) {
            awaitDeath(target);
            return true;
        }
        long deadlineMs = millis == 0 ? Long.MAX_VALUE : current.deadlineMs(TimeUnit.MILLISECONDS.toNanos(millis));
        current.scheduler().waitOutside(current.thread(), monitor, deadlineMs);
        return true;
    }

    private static boolean hasEnded(Thread thread) {
        Controlled known = find(thread);
        return known != null && known.thread().hasEnded();
    }

    @Override
    public boolean join(Thread target, long millis) throws InterruptedException {
        Controlled current = current();
        Controlled joined = current == null ? null : find(target);
        if (current == null || joined == null) {
            return false;
        }
        ApplicationThread ended = joined.thread();
        long deadlineMs = millis == 0 ? Long.MAX_VALUE : current.deadlineMs(TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.holdsLock(target)) {
            // The monitor is let go of only by a wait for it.
            while (!ended.hasEnded() && current.scheduler().loop().nowMs() < deadlineMs) {
                current.scheduler().waitOutside(current.thread(), target, deadlineMs);
            }
        } else if (!ended.hasEnded()) {
            throwIfInterrupted();
            // Not by the JVM's own notification, which comes when the thread is seen to be dead already.
            current.park(ended::hasEnded, deadlineMs, "Thread.join");
            throwIfInterrupted();
        }
        if (ended.hasEnded()) {
            awaitDeath(target);
        }
        return true;
    }

    @Override
    public long nanoTime() {
        ThreadScheduler scheduler = looked();
        return scheduler == null ? REAL : scheduler.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        ThreadScheduler scheduler = looked();
        return scheduler == null ? REAL : scheduler.loop().nowMs();
    }

    private static @Nullable ThreadScheduler looked() {
        if (LIVE.isEmpty()) {
            return null;
        }
        Thread thread = Thread.currentThread();
        Controlled current = find(thread);
        if (current != null) {
            payForLooks(current);
            return current.scheduler();
        }
        for (ThreadScheduler scheduler : LIVE) {
            if (scheduler.roster().isClientsOwn(thread)) {
                return scheduler;
            }
        }
        return null;
    }

    private static void payForLooks(Controlled looking) {
        ApplicationThread thread = looking.thread();
        if (thread.look() > LOOKS && !thread.isInside() && current() != null) {
            looking.park(() -> false, looking.scheduler().loop().nowMs() + 1, "a look at the clock, again and again");
        }
    }

    @Override
    public @Nullable UUID randomUuid(String callSite) {
        Controlled current = LIVE.isEmpty() ? null : find(Thread.currentThread());
        return current == null
                ? null
                : current.thread().nextUuid(current.scheduler().seed(), callSite);
    }

    @Override
    public void starting(Thread thread) {
        ThreadScheduler parents = schedulerOfCurrent();
        if (parents != null && !isNobodysBusiness(thread)) {
            parents.roster().add(thread);
        }
    }

    @Override
    public void interrupting(Thread thread) {
        Controlled interrupted = LIVE.isEmpty() ? null : find(thread);
        if (interrupted != null) {
            interrupted.thread().interruptedInWait();
        }
    }

    @Override
    public void ending(Thread thread) {
        Controlled ending = LIVE.isEmpty() ? null : find(thread);
        if (ending != null) {
            ending.thread().end();
            if (thread == Thread.currentThread()) {
                wakeWhoJoins(thread);
            }
            ending.thread().endIsTold();
        }
    }

    /**
     * Wakes who waits for a thread's end by its monitor, as {@code Thread.join} of older JDKs does. The JVM does so
     * itself only when the thread is already seen to be dead: until it has, all would look quiet, and time would pass.
     */
    private static void wakeWhoJoins(Thread ending) {
        synchronized (ending) {
            ending.notifyAll();
        }
    }

    /** Waits in real time for a thread that has nothing left to do; its monitor, if held, is let go of meanwhile. */
    private static void awaitDeath(Thread ending) throws InterruptedException {
        while (ending.isAlive()) {
            if (Thread.holdsLock(ending)) {
                ending.wait(1);
            } else {
                // Whoever waits looks quiet.
                Thread.yield();
            }
        }
    }

    /** The new thread runs first, alone, until it waits. */
    @Override
    public void started(Thread thread) {
        Controlled child = schedulerOfCurrent() == null ? null : find(thread);
        if (child != null) {
            child.scheduler().awaitQuiet(child.thread());
        }
    }
}
