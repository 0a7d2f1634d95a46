package io.github.groupcoordinator.internal.client.seam;

import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import io.github.groupcoordinator.internal.schedule.Passengers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One client's view of the virtual clock, and how it waits: on the driving thread by moving time, on a thread of the
 * client's own by giving the baton back.
 */
public final class ClientTime implements Time, MemorySelectable.Waiter {
    /** The longest time, in ms, that a client which spins waits for something to happen: Kafka's default back-off. */
    private static final long PATIENCE_MS = 100;

    /** Joining a group, with all that belongs to it, takes a consumer about twenty. */
    private static final int LOOKS_OF_A_CONSUMER = 200;

    /** A producer that has so many answers in one millisecond is asking for something in vain, not sending batches. */
    private static final int LOOKS_OF_OTHERS = 20_000;

    private final EventLoop loop;
    private final Supplier<String> waiter;
    private final @Nullable ForeignThread ownThread;
    private final Thread constructor = Thread.currentThread();
    private volatile boolean awaitsOwnThread;
    private volatile boolean hasten;
    private int looksWithoutRest = LOOKS_OF_OTHERS;
    private Runnable onWakeup = () -> {};
    private Runnable onWaitForNoTime = () -> {};
    private Runnable onWait = () -> {};
    private Runnable onBackOffWithoutTime = () -> {};
    private long endlessSinceMs = Long.MAX_VALUE;

    public ClientTime(EventLoop loop, Supplier<String> waiter, @Nullable ForeignThread ownThread) {
        this(loop, waiter, ownThread, ownThread != null);
    }

    private ClientTime(
            EventLoop loop, Supplier<String> waiter, @Nullable ForeignThread ownThread, boolean holdOwnThread) {
        this.loop = loop;
        this.waiter = waiter;
        this.ownThread = ownThread;
        this.awaitsOwnThread = holdOwnThread;
    }

    /** Returns the time of a consumer, which waits in its constructor until its own thread is ready. */
    public static ClientTime holdingLater(EventLoop loop, Supplier<String> waiter, ForeignThread ownThread) {
        ClientTime time = new ClientTime(loop, waiter, ownThread, false);
        time.looksWithoutRest = LOOKS_OF_A_CONSUMER;
        return time;
    }

    @Override
    public long milliseconds() {
        holdNewThread();
        return loop.nowMs();
    }

    @Override
    public long nanoseconds() {
        return TimeUnit.MILLISECONDS.toNanos(milliseconds());
    }

    @Override
    public long hiResClockMs() {
        return milliseconds();
    }

    /** A client starts its thread inside its constructor; the thread's first look at the clock is where we hold it. */
    private void holdNewThread() {
        ForeignThread own = ownThread;
        if (awaitsOwnThread && own != null && Thread.currentThread() != constructor) {
            awaitsOwnThread = false;
            own.adoptCurrent();
        }
    }

    /** Called by a new thread itself, if it must not be held before: its next look at the clock is where we hold it. */
    public void holdNewThreadNext() {
        awaitsOwnThread = true;
    }

    /** Lets the client's own thread wait for nothing any more: a client that is thrown away takes no time. */
    public void hasten() {
        hasten = true;
    }

    /** Sets what happens when the client wakes its network up. */
    public void onWakeup(Runnable action) {
        onWakeup = action;
    }

    /** Sets what happens when the application's thread would back off, but its call has no time left. */
    public void onBackOffWithoutTime(Runnable action) {
        onBackOffWithoutTime = action;
    }

    /** Sets what happens when the application's thread is about to wait for a part of a call's time. */
    public void onWait(Runnable action) {
        onWait = action;
    }

    /** Sets what happens when the client is about to wait for something that is there or not: for no time at all. */
    public void onWaitForNoTime(Runnable action) {
        onWaitForNoTime = action;
    }

    /** A whole call's time; a wait within it is timed in milliseconds. */
    @Override
    public Timer timer(Duration timeout) {
        return newTimer(timeout.toMillis());
    }

    @Override
    public Timer timer(long timeoutMs) {
        ForeignThread own = ownThread;
        if (own == null || !own.isCurrent()) {
            onWait.run();
        }
        return newTimer(timeoutMs);
    }

    private Timer newTimer(long timeoutMs) {
        ForeignThread own = ownThread;
        if (timeoutMs <= 0 && (own == null || !own.isCurrent())) {
            onWaitForNoTime.run();
        }
        return Time.super.timer(timeoutMs);
    }

    /**
     * Waits for the condition or until the timeout has passed. On a thread of the client's own, the condition is one
     * that its network ends.
     */
    @Override
    public void await(BooleanSupplier until, long timeoutMs) {
        long nowMs = loop.nowMs();
        long deadlineMs = timeoutMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + timeoutMs;
        ForeignThread own = ownThread;
        if (own != null && own.isCurrent()) {
            own.park(hasten ? nowMs : deadlineMs, until);
        } else {
            loop.requireProgressSince(endlessSinceMs, waiter);
            // As every wait of Kafka's on the application's thread: an interrupt ends it, and the caller tells of it.
            Thread application = Thread.currentThread();
            loop.await(() -> until.getAsBoolean() || application.isInterrupted(), deadlineMs, waiter);
        }
    }

    /** Waits as {@link #await} does, and goes on to wait if the thread is interrupted; it is still interrupted then. */
    @Override
    public void awaitUninterrupted(BooleanSupplier until, long timeoutMs) {
        long startMs = loop.nowMs();
        boolean interrupted = Thread.interrupted();
        await(until, timeoutMs);
        while (!until.getAsBoolean() && Thread.interrupted()) {
            interrupted = true;
            await(until, Math.max(0, timeoutMs - (loop.nowMs() - startMs)));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets something else happen, for a client that asks again and again without waiting; at most until the limit.
     *
     * @param moved whether the client has got something to do; two that wait for anything at all keep each other awake
     */
    public void letSomethingHappen(long limitMs, BooleanSupplier moved) {
        loop.requireProgressSince(endlessSinceMs, waiter);
        long beforeMs = loop.nowMs();
        if (beforeMs < limitMs) {
            Passengers threads = loop.passengers();
            if (threads != null && threads.isCurrent()) {
                BooleanSupplier until = () -> loop.nowMs() > beforeMs || moved.getAsBoolean();
                if (Thread.currentThread().isInterrupted()) {
                    // It did not end for that before; without time it would go on like this for ever.
                    awaitUninterrupted(until, PATIENCE_MS);
                } else {
                    await(until, PATIENCE_MS);
                }
                return;
            }
            loop.stepOrMoveTo(Math.min(limitMs, loop.nowMs() + PATIENCE_MS));
        }
    }

    /**
     * Says since when the application has been in a call that may take for ever, which its client cuts into short
     * waits.
     *
     * @return what was said before; {@link Long#MAX_VALUE} for not at all
     */
    public long setEndlessSince(long sinceMs) {
        long before = endlessSinceMs;
        endlessSinceMs = sinceMs;
        return before;
    }

    /** Says that the client owes the application something that it was asked and that nobody has waited for yet. */
    public void owes(Object debtor, BooleanSupplier paid) {
        loop.standIn().owes(debtor, paid);
    }

    @Override
    public boolean mayWait() {
        ForeignThread own = ownThread;
        return own != null && own.isCurrent() || !loop.isActing();
    }

    @Override
    public void woken() {
        ForeignThread own = ownThread;
        if (own == null || !own.isCurrent()) {
            onWakeup.run();
        }
    }

    /** A producer may have many batches to send; a consumer's own thread has little to do at one instant. */
    @Override
    public int looksWithoutRest() {
        return looksWithoutRest;
    }

    /** The last thing that a client's own thread does is to close its network. */
    @Override
    public void networkClosed() {
        ForeignThread own = ownThread;
        if (own != null && own.isCurrent()) {
            own.ending();
        }
    }

    /** Ends a wait of the application's thread as Java's own waits end: with the status cleared. */
    public static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void sleep(long ms) {
        ForeignThread own = ownThread;
        if (own != null && own.isCurrent()) {
            own.park(hasten ? loop.nowMs() : loop.nowMs() + ms, () -> false, false);
            return;
        }
        if (ms <= 0) {
            onBackOffWithoutTime.run();
        }
        await(() -> false, ms);
    }

    @Override
    public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        ForeignThread own = ownThread;
        if (own != null && own.isCurrent()) {
            own.park(hasten ? loop.nowMs() : deadlineMs, condition::get, false);
        } else {
            await(condition::get, Math.max(0, deadlineMs - loop.nowMs()));
        }
        if (!condition.get()) {
            throwIfInterrupted();
            throw new TimeoutException("Condition not satisfied before deadline");
        }
    }
}
