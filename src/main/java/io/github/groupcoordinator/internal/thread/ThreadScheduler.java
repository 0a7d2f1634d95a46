package io.github.groupcoordinator.internal.thread;

import io.github.groupcoordinator.internal.schedule.Actor;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import io.github.groupcoordinator.internal.schedule.Watchdog;
import io.github.groupcoordinator.time.ConcurrentUseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of the application's threads: one more actor of the loop. It hands out turns, one at a time, and lets
 * nothing else happen before every thread is quiet: parked at a client, waiting for another thread, or at its end. The
 * order is that of their making, round and round, or drawn from the seed.
 */
public final class ThreadScheduler implements Actor, Passengers {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final String OF_JUNITS_TIMEOUTS = "junit-timeout-thread";
    private static final String WAY_OUT = " Let the agent control the application's threads"
            + " (threads = ApplicationThreads.CONTROLLED), which makes such an order the cluster's.";

    private final EventLoop loop;
    private final Signal signal = new Signal();
    private final Roster roster;
    private final Stillness stillness;
    private final Conductor conductor;
    private final RealWait waits;
    private final boolean controlled;
    private final long seed;
    private final TurnOrder order;
    private volatile Thread test = Thread.currentThread();
    private volatile boolean closed;
    private final TestThread tests;
    private final long nanoOffset;
    private final List<BiConsumer<String, String>> overlaps = new CopyOnWriteArrayList<>();
    private @Nullable ApplicationThread last;
    private int clusters;

    private ThreadScheduler(EventLoop loop, boolean controlled, long seed, TurnOrder order) {
        this.loop = loop;
        this.order = order;
        this.controlled = controlled;
        this.seed = seed;
        this.roster = new Roster(signal);
        this.stillness = new Stillness(roster, signal, controlled);
        this.waits = new RealWait(loop, signal, roster);
        this.conductor = new Conductor(loop);
        this.tests = new TestThread(loop, roster, signal, conductor);
        // Others, who live in real time, may compare what they are told: it begins where theirs is.
        this.nanoOffset = Watchdog.nanoTime() / NANOS_PER_MS * NANOS_PER_MS - loop.nowMs() * NANOS_PER_MS;
    }

    /**
     * Returns the scheduler of a loop, which clusters on one clock share; called on the thread of the test.
     *
     * @param order of the turns, if this is the loop's first cluster
     */
    public static ThreadScheduler on(EventLoop loop, boolean controlled, long seed, TurnOrder order) {
        if (loop.passengers() instanceof ThreadScheduler shared && !shared.closed) {
            if (shared.controlled != controlled) {
                throw new IllegalArgumentException(
                        "Clusters on one clock share the application's threads, too: give both"
                                + " the same threads = ApplicationThreads.ALLOWED or CONTROLLED.");
            }
            shared.clusters++;
            return shared;
        }
        ThreadScheduler scheduler = new ThreadScheduler(loop, controlled, seed, order);
        scheduler.clusters = 1;
        if (controlled) {
            ControlledThreads.control(scheduler);
        }
        loop.register(scheduler);
        loop.carry(scheduler);
        return scheduler;
    }

    /**
     * Tells of controlled threads that ran beside another one: the one thing of theirs that does not repeat.
     *
     * @param told gets the thread's name, and the monitor that it had waited for
     * @return ends that
     */
    public Runnable onOverlap(BiConsumer<String, String> told) {
        overlaps.add(told);
        return () -> overlaps.remove(told);
    }

    EventLoop loop() {
        return loop;
    }

    long seed() {
        return seed;
    }

    long nanoTime() {
        return nanoOffset + loop.nowMs() * NANOS_PER_MS;
    }

    /** Returns a thread whose waits are the cluster's: one of the application, or the test's. */
    @Nullable
    ApplicationThread findControlled(Thread thread) {
        return thread == tests.home().thread() ? tests.home() : roster.find(thread);
    }

    /** Returns whether a thread lets time pass at the moment, so that its waits are real. */
    boolean drives(ApplicationThread thread) {
        return thread == tests.home() && tests.drives();
    }

    Roster roster() {
        return roster;
    }

    Conductor conductor() {
        return conductor;
    }

    Thread test() {
        return test;
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns whether the current thread belongs to this application, as far as is known. */
    public boolean isOfCurrentThread() {
        return Thread.currentThread() == test || Roster.ofCurrent() == roster;
    }

    // ---- the threads' side

    @Override
    public boolean enter(String call) {
        Thread current = Thread.currentThread();
        ApplicationThread thread = roster.find(current);
        if (thread == null) {
            if (isDriver(current) || closed || loop.ownership().isDelegate()) {
                return false;
            }
            thread = arrive(current, call);
        }
        if (thread.isReleased()) {
            if (thread.isDeafToErrors()) {
                // It catches whatever it is thrown and comes again: it would do nothing else for the rest of its life.
                RealPark.park();
            }
            throw new ClusterClosedError(call);
        }
        thread.called();
        if (thread.enter()) {
            if (!controlled && current != test && thread.wasSeenOutside()) {
                loop.fail(wokenOutside(thread, call));
            }
            // On its way into its wait it may have to wait for the JVM, which links and loads what is needed first.
            thread.unseen();
            try {
                park(thread, () -> true, NEVER, () -> call);
            } catch (ClusterClosedError e) {
                thread.exit();
                throw e;
            }
        }
        return true;
    }

    private boolean isDriver(Thread current) {
        if (current == test || conductor.isCurrent()) {
            return true;
        }
        if (current.getName().startsWith(OF_JUNITS_TIMEOUTS)) {
            // JUnit's preemptive timeouts run the test on a thread of their own.
            test = current;
            return true;
        }
        return false;
    }

    private ApplicationThread arrive(Thread current, String call) {
        if (roster.isOlder(current)) {
            throw new ConcurrentUseException("Thread '" + current.getName() + "' called " + call
                    + ", but it is older than the cluster: whether it comes early or late is not the cluster's to"
                    + " say, and"
                    + " runs would not repeat. Make its pool after the cluster, for each test anew.");
        }
        if (roster.isBusyElsewhere(current)) {
            throw new ConcurrentUseException("Thread '" + current.getName() + "' called " + call
                    + ", but has called clients of a cluster with another clock before: which time would pass while it"
                    + " waits? Let the clusters share a clock (InMemoryKafkaConfig.Builder.clock), or give each a pool"
                    + " of its own.");
        }
        return roster.add(current);
    }

    private ConcurrentUseException wokenOutside(ApplicationThread thread, String call) {
        return new ConcurrentUseException("Thread '" + thread.name() + "' called " + call + " at " + loop.describeNow()
                + " after it had waited for something else than a client (a queue, a latch, a lock, a timeout in real"
                + " time), and another thread or real time ended that wait. When it comes to itself is up to the"
                + " operating system, so such a run need not repeat." + WAY_OUT);
    }

    @Override
    public boolean exit() {
        ApplicationThread thread = roster.find(Thread.currentThread());
        if (thread == null || !thread.isInside()) {
            return false;
        }
        thread.exit();
        return true;
    }

    void park(ApplicationThread thread, BooleanSupplier until, long deadlineMs, Supplier<String> why) {
        if (!thread.isReleased()) {
            thread.park(until, deadlineMs, why);
        }
        if (thread.isReleased() && thread.isInside()) {
            throw new ClusterClosedError(why.get());
        }
    }

    private @Nullable ApplicationThread currentThread() {
        ApplicationThread thread = roster.find(Thread.currentThread());
        return thread == null || thread.isOnErrand() ? null : thread;
    }

    @Override
    public boolean isCurrent() {
        return currentThread() != null;
    }

    @Override
    public @Nullable Thread current() {
        return currentThread() == null ? null : Thread.currentThread();
    }

    @Override
    public boolean await(BooleanSupplier until, long deadlineMs, Supplier<String> waiter) {
        ApplicationThread thread = roster.find(Thread.currentThread());
        if (thread != null && !until.getAsBoolean()) {
            park(thread, until, deadlineMs, waiter);
        }
        return until.getAsBoolean();
    }

    @Override
    public boolean making(boolean makes) {
        ApplicationThread thread = roster.find(Thread.currentThread());
        return thread != null && thread.setMaking(makes);
    }

    @Override
    public void ignore(Thread clientsOwn) {
        roster.ignoreClients(clientsOwn);
    }

    @Override
    public boolean areAny() {
        if (closed) {
            return false;
        }
        awaitQuiet();
        return !roster.inOrder().isEmpty();
    }

    @Override
    public String describe() {
        return roster.inOrder().stream().map(ApplicationThread::toString).collect(Collectors.joining("; "));
    }

    // ---- the driver's side

    @Override
    public <T> T on(@Nullable Thread holder, Supplier<T> action) {
        ApplicationThread thread = holder == null ? null : roster.find(holder);
        if (thread == null
                || holder == Thread.currentThread()
                || !thread.isParked()
                || !thread.isInside()
                || thread.isReleased()) {
            return action.get();
        }
        Errand<T> errand = new Errand<>(action);
        Thread before = loop.ownership().lend(thread.thread());
        try {
            thread.run(errand);
            waits.until(() -> thread.hasErrand() ? thread : null);
        } finally {
            loop.ownership().lend(before);
        }
        return errand.result();
    }

    @Override
    public void stopWhile(Thread thread, BooleanSupplier dead) {
        ApplicationThread known = roster.find(thread);
        if (known != null) {
            known.stopWhile(dead);
        }
    }

    @Override
    public String name() {
        return "threads of the application";
    }

    @Override
    public long nextDeadlineMs(long nowMs) {
        if (closed) {
            return NEVER;
        }
        awaitQuiet();
        if (tests.isReturning()) {
            return nowMs;
        }
        long earliest = NEVER;
        List<ApplicationThread> all = roster.inOrder();
        for (int i = 0; i < all.size(); i++) {
            earliest = Math.min(earliest, all.get(i).nextDeadlineMs(nowMs));
        }
        return earliest;
    }

    @Override
    public void act(long nowMs) {
        if (tests.isReturning()) {
            return;
        }
        List<ApplicationThread> due = new ArrayList<>();
        for (ApplicationThread thread : roster.inOrder()) {
            if (thread.nextDeadlineMs(nowMs) <= nowMs) {
                due.add(thread);
            }
        }
        if (!due.isEmpty()) {
            int usual = afterLast(due);
            grant(due.get(
                    due.size() == 1
                            ? usual
                            : order.next(usual, due.size(), i -> due.get(i).name())));
        }
    }

    /** Round and round: nobody starves at one instant. */
    private int afterLast(List<ApplicationThread> due) {
        for (int i = 0; i < due.size(); i++) {
            if (last != null && due.get(i).order() > last.order()) {
                return i;
            }
        }
        return 0;
    }

    private void grant(ApplicationThread thread) {
        last = thread;
        if (thread.isInWait()) {
            thread.timeOut();
            awaitQuiet();
            return;
        }
        Thread before = loop.ownership().lend(thread.thread());
        try {
            thread.grant();
            awaitQuiet();
        } finally {
            loop.ownership().lend(before);
        }
    }

    /** Waits in real time until no thread of the application runs. */
    void awaitQuiet() {
        do {
            waits.until(stillness::restless);
        } while (!controlled && roster.discover() || stillness.isOutdated());
        for (ApplicationThread thread : stillness.lookedAt()) {
            if (!thread.isParked()) {
                thread.restOutside();
            }
            String monitor = controlled ? thread.takeOverlap() : "";
            if (!monitor.isEmpty()) {
                overlaps.forEach(told -> told.accept(thread.name(), monitor));
            }
        }
    }

    /** Waits in real time until one thread is quiet, on the thread that has started or woken it. */
    void awaitQuiet(ApplicationThread child) {
        waits.until(() -> child.isParked() || child.hasEnded() || stillness.isQuiet(child) ? null : child);
    }

    /** The time in which the application's threads run while the test's own thread waits for them. */
    public interface Ride extends AutoCloseable {
        @Override
        void close();
    }

    /** Lets the application's threads run until the ride is closed, on the thread of the test. */
    public Ride ride() {
        Thread current = Thread.currentThread();
        if (!isDriver(current) || loop.ownership().isInside()) {
            throw new IllegalStateException(
                    "letRun is for the thread of the test, outside of other calls of the cluster;"
                            + " it was called by '" + current.getName() + "'");
        }
        return controlled ? () -> {} : tests.ride(current)::run;
    }

    /** Parks a controlled thread outside of clients. */
    void parkOutside(ApplicationThread thread, BooleanSupplier until, long deadlineMs, Supplier<String> why) {
        if (thread == tests.home()) {
            tests.park(until, deadlineMs, why);
        } else {
            thread.park(until, deadlineMs, why);
        }
    }

    /** Lets a controlled thread wait for a monitor that it owns. */
    void waitOutside(ApplicationThread thread, Object monitor, long deadlineMs) throws InterruptedException {
        if (thread == tests.home()) {
            tests.waitFor(monitor, deadlineMs);
        } else {
            thread.waitFor(monitor, deadlineMs);
        }
    }

    // ---- the end

    /**
     * Ends the part that a cluster has in it: threads that are inside one of its clients are unwound by an error.
     *
     * @param owners the threads that its clients belong to
     * @param failures gets what does not end
     */
    public void close(List<Thread> owners, List<Throwable> failures) {
        boolean lastCluster = --clusters == 0;
        List<ApplicationThread> ending = new ArrayList<>();
        for (ApplicationThread thread : roster.inOrder()) {
            if (lastCluster || owners.contains(thread.thread())) {
                ending.add(thread);
            }
        }
        closed = lastCluster;
        if (lastCluster && controlled) {
            ControlledThreads.release(this);
        }
        ending.forEach(ApplicationThread::release);
        for (ApplicationThread thread : ending) {
            if (!thread.isParked() && thread.isInside()) {
                // It waits for something else in a callback of a client.
                thread.thread().interrupt();
            }
        }
        try {
            waits.until(() -> ending.stream()
                    .filter(ThreadScheduler::isStillInside)
                    .findFirst()
                    .orElse(null));
        } catch (IllegalStateException e) {
            ending.stream()
                    .filter(ThreadScheduler::isStillInside)
                    .forEach(thread -> failures.add(new IllegalStateException(
                            thread + " did not leave its client when the cluster was closed:" + thread.stack())));
        }
        if (lastCluster) {
            if (controlled) {
                Released.awaitRest(ending);
            }
            conductor.close();
            roster.close();
        }
    }

    private static boolean isStillInside(ApplicationThread thread) {
        return thread.isInside() && !thread.isDead();
    }
}
