package io.github.groupcoordinator.internal.schedule;

import io.github.groupcoordinator.internal.text.Text;
import io.github.groupcoordinator.time.ConcurrentUseException;
import io.github.groupcoordinator.time.ScheduledTask;
import io.github.groupcoordinator.time.VirtualClock;
import io.github.groupcoordinator.time.VirtualDeadlockException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one loop on which everything happens: it owns virtual time, the timers and the actors. Whoever calls a client or
 * the clock drives it ({@link Ownership}); nothing here blocks or looks at real time.
 *
 * <p>Order of what falls due in one millisecond: actors first, in order of registration, then timers in the order in
 * which they were scheduled.
 */
public final class EventLoop implements VirtualClock, Timers {
    /**
     * A wait without a deadline is given up after this much virtual time in which nothing happened but heartbeats and
     * empty fetches: longer than any default timeout of a client or broker that is not measured in days.
     */
    private static final long QUIET_LIMIT_MS = Duration.ofHours(1).toMillis();

    /** Why a wait without a bound is given up, in words. */
    public static final String QUIET =
            "nothing but heartbeats, auto commits and empty fetches has happened for one virtual hour";

    /** Waits longer than this have no deadline in any sense that matters. */
    private static final long ENDLESS_MS = Duration.ofDays(3650).toMillis();

    private final long startMs;
    private volatile long nowMs;
    private long lastProgressMs;
    private final StepsAtOneInstant steps = new StepsAtOneInstant();
    private boolean acting;
    private @Nullable Throwable failure;
    private final Findings findings = new Findings();
    private final StandIn standIn = new StandIn(this);
    private final boolean flowing;
    private final Ownership ownership;
    private final Calls.Inside inside = Calls.of(this);
    private final ActorQueue actors = new ActorQueue();
    private Runnable checkpoint = () -> {};
    private final Choices choices;
    private final TimerQueue timers;

    /** Makes a loop in virtual time. */
    public EventLoop(Instant startTime) {
        this(startTime, false, 0);
    }

    /**
     * Makes a loop.
     *
     * @param flowing whether somebody lets time flow, with {@link #flowTo}, so that nobody else may move it
     * @param seed draws the order of what falls due in one millisecond, and of turns; 0 keeps that of their making
     */
    public EventLoop(Instant startTime, boolean flowing, long seed) {
        this.flowing = flowing;
        this.choices = new Choices(seed);
        this.timers = new TimerQueue(choices::tie);
        this.ownership = new Ownership(flowing);
        this.startMs = VirtualTimes.requireStart(startTime).toEpochMilli();
        this.nowMs = startMs;
        this.lastProgressMs = startMs;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    @Override
    public Instant startTime() {
        return Instant.ofEpochMilli(startMs);
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    /**
     * Lets threads of the application take part, before any of them enters a call. Not given to the constructor, since
     * a clock may be older than the clusters that share it, and outlive them.
     */
    public void carry(Passengers threads) {
        ownership.carry(threads);
    }

    /** Returns the threads of the application that take part, null where none may. */
    public @Nullable Passengers passengers() {
        return ownership.passengers();
    }

    private @Nullable Passengers currentPassenger() {
        Passengers threads = passengers();
        return threads != null && threads.isCurrent() ? threads : null;
    }

    /** Returns which of several equal ones goes first, where that is drawn; else -1. */
    public int draw(int equal) {
        return choices.draw(equal);
    }

    Calls.Inside inside() {
        return inside;
    }

    /** Returns who is inside a call at the moment. */
    public Ownership ownership() {
        return ownership;
    }

    @Override
    public void advance(Duration duration) {
        long millis = VirtualTimes.requireNotNegative(duration);
        try (Calls.Inside call = Calls.enter(this, "VirtualClock.advance(" + duration + ")")) {
            pass("VirtualClock.advance", VirtualTimes.saturatedAdd(nowMs, millis), () -> false);
            throwIfFound();
        }
    }

    @Override
    public boolean advanceUntil(BooleanSupplier condition, Duration atMost) {
        long millis = VirtualTimes.requireNotNegative(atMost);
        try (Calls.Inside call = Calls.enter(this, "VirtualClock.advanceUntil")) {
            return pass("VirtualClock.advanceUntil", VirtualTimes.saturatedAdd(nowMs, millis), condition);
        }
    }

    @Override
    public void runUntilIdle() {
        advance(Duration.ZERO);
    }

    private boolean pass(String call, long targetMs, BooleanSupplier condition) {
        Passengers threads = currentPassenger();
        if (threads != null) {
            return threads.await(condition, targetMs, () -> call);
        }
        requireMovable(call);
        return advanceTo(targetMs, condition);
    }

    private boolean advanceTo(long targetMs, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (!step(targetMs)) {
                moveTo(targetMs);
                return condition.getAsBoolean();
            }
            throwIfFound();
        }
        return true;
    }

    @Override
    public ScheduledTask schedule(Duration delay, Runnable task) {
        long millis = VirtualTimes.requireNotNegative(delay);
        Objects.requireNonNull(task, "schedule: the task is null");
        try (Calls.Inside call = Calls.enter(this, "VirtualClock.schedule(" + delay + ")")) {
            // Those of the test come first, in the order in which it scheduled them, also where ties are drawn.
            return timers.add(VirtualTimes.saturatedAdd(nowMs, millis), 0, "scheduled task", () -> {
                progress();
                task.run();
            });
        }
    }

    @Override
    public Timer schedule(long deadlineMs, Object what, Runnable task) {
        return timers.add(deadlineMs, choices.tie(), what, task);
    }

    /** Returns whether time flows by itself. */
    public boolean isFlowing() {
        return flowing;
    }

    /**
     * Sets what hears of each new timer: the listener that waits in real time until the next is due. Not given to the
     * constructor, since the listener is made on the loop.
     */
    public void onScheduled(Runnable listener) {
        timers.onScheduled(listener);
    }

    /** Returns when the next timer is due, {@link Long#MAX_VALUE} if there is none. */
    public long nextTimerMs() {
        TimerQueue.Task next = timers.peek();
        return next == null ? Long.MAX_VALUE : next.deadlineMs();
    }

    /**
     * Runs what is due until that time comes, and moves time to it; for the thread that serves a network, which has to
     * be inside a call.
     *
     * @param enough asked before each step, to make room for others
     */
    public void flowTo(long targetMs, BooleanSupplier enough) {
        steps.begin();
        advanceTo(Math.max(nowMs, targetMs), enough);
    }

    /** Returns whether the order of turns, and of what falls due in one millisecond, is drawn. */
    public boolean isOrderDrawn() {
        return choices.areDrawn();
    }

    /** Puts turns into another order, if the order is drawn. */
    public void mix(List<?> turns) {
        choices.mix(turns);
    }

    /** Runs a body; its checkpoint runs whenever something has happened while it waits, and may throw to unwind it. */
    public void checked(Runnable ofBody, Runnable body) {
        Runnable outer = checkpoint;
        checkpoint = ofBody;
        try {
            body.run();
        } finally {
            checkpoint = outer;
        }
    }

    /** Adds an actor; it is asked for its deadline whenever that may have changed from now on. */
    public void register(Actor actor) {
        actors.register(actor);
    }

    public void unregister(Actor actor) {
        actors.unregister(actor);
    }

    /** Notes that something worth waiting for has happened: a record was appended, a group changed. */
    public void progress() {
        lastProgressMs = nowMs;
        steps.progress();
    }

    /** Keeps a failure of the broker side, to be thrown on the driving thread: a client's I/O loop would swallow it. */
    public void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
    }

    /** Returns what the test is told by its own calls, never by those of a client. */
    public Findings findings() {
        return findings;
    }

    /** Returns who lets time pass while the thread that drives waits for something outside of all calls. */
    public StandIn standIn() {
        return standIn;
    }

    /** Throws what was found, one with each call, unless the caller is inside a call of somebody else's. */
    public void throwIfFound() {
        if (!acting && ownership.isOutermost()) {
            findings.tellFirst();
        }
    }

    /** Throws what {@link #fail} kept, once. */
    public void throwIfFailed() {
        Throwable kept = failure;
        if (kept != null && currentPassenger() == null) {
            failure = null;
            if (kept instanceof AssertionError told) {
                // It says itself what is wrong, and when.
                throw told;
            }
            if (kept instanceof ConcurrentUseException told) {
                throw told;
            }
            throw new IllegalStateException("The in-memory cluster failed at " + describeNow() + ": " + kept, kept);
        }
    }

    /**
     * Lets time pass until the condition holds, at most until the deadline; this is how a client waits.
     *
     * @param waiter says who waits for what; asked only for a message
     * @return whether the condition holds
     * @throws VirtualDeadlockException if there is no deadline and nothing that is scheduled can end the wait
     */
    public boolean await(BooleanSupplier condition, long deadlineMs, Supplier<String> waiter) {
        Passengers threads = currentPassenger();
        if (threads != null) {
            return threads.await(condition, deadlineMs, waiter);
        }
        boolean endless = deadlineMs - nowMs > ENDLESS_MS || deadlineMs == Long.MAX_VALUE;
        long waitingSinceMs = nowMs;
        while (!condition.getAsBoolean()) {
            throwIfFailed();
            if (acting) {
                requireNotActing(waiter.get());
            }
            if (endless && nowMs - Math.max(waitingSinceMs, lastProgressMs) > QUIET_LIMIT_MS) {
                throw deadlock(waiter, QUIET);
            }
            if (!step(deadlineMs)) {
                if (endless) {
                    throw deadlock(waiter, "nothing is scheduled that could end this wait");
                }
                moveTo(deadlineMs);
                return condition.getAsBoolean();
            }
        }
        throwIfFailed();
        return true;
    }

    /**
     * Checks that something happens during a call that may take for ever but consists of short waits.
     *
     * @param sinceMs when the call began, {@link Long#MAX_VALUE} if there is none
     * @throws VirtualDeadlockException if nothing worth waiting for has happened for long
     */
    public void requireProgressSince(long sinceMs, Supplier<String> waiter) {
        // A thread of the application may wait for as long as the test likes.
        if (isQuietSince(sinceMs) && currentPassenger() == null) {
            throw deadlock(waiter, QUIET);
        }
    }

    /** Returns whether nothing worth waiting for has happened for long, in a call that began then. */
    public boolean isQuietSince(long sinceMs) {
        return nowMs > sinceMs && nowMs - Math.max(sinceMs, lastProgressMs) > QUIET_LIMIT_MS;
    }

    /** Returns whether a timeout is one that nobody expects to run out. */
    public static boolean isEndless(Duration timeout) {
        return timeout.compareTo(Duration.ofMillis(ENDLESS_MS)) > 0;
    }

    private VirtualDeadlockException deadlock(Supplier<String> waiter, String why) {
        return findings.explain(new VirtualDeadlockException(Text.lines(waiter.get() + " at " + describeNow() + ", and "
                + why + ". Scheduled: " + describePending() + findings.describe())));
    }

    /**
     * Runs the earliest event that is due by the limit, moving time to it.
     *
     * @return false if there is none
     */
    public boolean step(long limitMs) {
        // What threads of the application do inside of a client is not told.
        ActorQueue.Next next = choices.areDrawn() || passengers() != null
                ? actors.chosen(nowMs, choices.areDrawn(), choices)
                : actors.first(nowMs);
        TimerQueue.Task timer = timers.peek();
        long timerMs = timer == null ? Long.MAX_VALUE : Math.max(nowMs, timer.deadlineMs());
        long actorMs = next == null ? Long.MAX_VALUE : Math.max(nowMs, next.deadlineMs());
        boolean timerFirst = timer != null && timerMs == actorMs && choices.prefersTheLastOf(2);
        if (next != null && actorMs <= timerMs && actorMs <= limitMs && !timerFirst) {
            moveTo(actorMs);
            Actor acts = next.actor();
            act(acts.name(), () -> acts.act(nowMs));
            return true;
        }
        if (timer != null && timerMs <= limitMs) {
            timers.take(timer);
            moveTo(timerMs);
            act(timer.what(), timer.task());
            return true;
        }
        return false;
    }

    /** Runs the next event due by the limit; without one, moves time to the limit. For callers inside a call. */
    public void stepOrMoveTo(long limitMs) {
        Passengers threads = currentPassenger();
        if (threads != null) {
            long beforeMs = nowMs;
            threads.await(() -> nowMs > beforeMs, limitMs, () -> "a call that asks again and again");
            return;
        }
        throwIfFailed();
        requireMovable("A wait for a group");
        if (!step(limitMs)) {
            moveTo(limitMs);
        }
    }

    /**
     * Lets an actor do at once what it has to do at this instant: the caller has just given it something to do. What
     * fails is kept for the call's end, because it is a client that calls, and would swallow it.
     */
    public void handOver(Actor actor) {
        while (actor.nextDeadlineMs(nowMs) <= nowMs) {
            run(actor.name(), () -> actor.act(nowMs));
        }
    }

    private void act(Object who, Runnable action) {
        run(who, action);
        throwIfFailed();
    }

    private void run(Object who, Runnable action) {
        steps.count(who, this::describeNow);
        boolean outer = acting;
        acting = true;
        try {
            action.run();
        } finally {
            acting = outer;
        }
        if (!outer) {
            checkpoint.run();
        }
    }

    private void moveTo(long targetMs) {
        if (targetMs > nowMs) {
            nowMs = targetMs;
            steps.begin();
        }
    }

    /** Returns whether an actor or a timer is at work, further up the stack. */
    public boolean isActing() {
        return acting && currentPassenger() == null;
    }

    /** Refuses what would have to move a clock that flows, or time from within a task. */
    public void requireMovable(String what) {
        if (flowing) {
            throw new IllegalStateException(what + " was called on a cluster in system time: its clock flows by itself"
                    + " and cannot be moved. Wait in real time, or start the cluster with"
                    + " ListenerConfig.inVirtualTime().");
        }
        if (currentPassenger() != null) {
            throw new IllegalStateException(what + " was called by a thread of the application, at " + describeNow()
                    + "; that is for the thread of the test.");
        }
        requireNotActing(what);
    }

    private void requireNotActing(String what) {
        if (acting) {
            throw new IllegalStateException(
                    what + " was called from within a scheduled task or a callback of a client's"
                            + " own thread, at " + describeNow()
                            + "; time can't be moved there. Schedule a task, or let the test"
                            + " move the clock.");
        }
    }

    /** Returns the virtual time that has passed, readable, for messages. */
    public String describeNow() {
        return VirtualTimes.format(nowMs - startMs);
    }

    /** Returns what is scheduled, earliest first, for messages. */
    public String describePending() {
        List<TimerQueue.Task> ordered = timers.inOrder();
        StringBuilder text = new StringBuilder();
        Consumer<String> add = line -> text.append(text.isEmpty() ? "" : "; ").append(line);
        for (Actor actor : actors.all()) {
            long deadlineMs = actor.nextDeadlineMs(nowMs);
            if (deadlineMs != Actor.NEVER) {
                add.accept(VirtualTimes.format(deadlineMs - startMs) + " " + actor.name());
            }
        }
        for (TimerQueue.Task task : ordered.subList(0, Math.min(10, ordered.size()))) {
            add.accept(VirtualTimes.format(task.deadlineMs() - startMs) + " " + task.what());
        }
        return text.isEmpty() ? "nothing" : text.toString();
    }
}
