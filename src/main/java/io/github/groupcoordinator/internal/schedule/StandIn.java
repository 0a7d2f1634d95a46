package io.github.groupcoordinator.internal.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in of the thread that drives: it lets virtual time pass while that thread waits, outside of what a client
 * could notice, in a {@link CompletableFuture} or a {@link CountDownLatch} for what the cluster owes it. Such is a
 * future that a callback of a producer completes, and one that Kafka has composed of others ({@code all()}) whose call
 * was interrupted.
 *
 * <p>Without it such a wait would last for ever, so nothing is put into another order by when it steps in: it looks
 * from time to time, and acts once the thread has been seen to wait, and no other to be at work ({@link Bystanders}),
 * again and again. As long as another is at work, which may end the wait, it does not act. It stops at the very step
 * that ends the wait.
 */
public final class StandIn {
    /** The interval of looks; it acts when {@link #PATIENCE} of them in a row have found that only time is missing. */
    private static final long LOOK_EVERY_MS = 5;

    private static final int PATIENCE = 20;

    /** Nothing is owed: so many looks later the thread ends, until it is needed again. */
    private static final int LINGERING = 20;

    private static final String LATCH = CountDownLatch.class.getName() + "$Sync";
    private static final String LATCH_IS_OPEN = "[State = 0,";

    private final EventLoop loop;
    private final Map<Object, Debt> debts = new LinkedHashMap<>();
    private final Bystanders others = new Bystanders();
    private @Nullable Thread looking;
    private boolean hasLooked = true;
    private long debtsMade;

    StandIn(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Something that was asked of the cluster and not waited for.
     *
     * @param creditor the thread that has asked
     * @param paid whether it is done
     */
    private record Debt(Thread creditor, BooleanSupplier paid) {}

    /** A wait of a thread outside of the cluster, by what its thread is parked at. */
    record Wait(Thread thread, Object parkedAt) {

        /** Returns what the thread waits for in a way that can be told to be over; null if it does not. */
        static @Nullable Wait of(Thread thread) {
            Thread.State state = thread.getState();
            Object parkedAt = LockSupport.getBlocker(thread);
            boolean waits = state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
            boolean known = parkedAt instanceof ForkJoinPool.ManagedBlocker
                    || parkedAt != null && parkedAt.getClass().getName().equals(LATCH);
            return waits && known ? new Wait(thread, parkedAt) : null;
        }

        /** The thread itself takes a while to notice. */
        boolean isOver() {
            if (LockSupport.getBlocker(thread) != parkedAt) {
                return true;
            }
            return parkedAt instanceof ForkJoinPool.ManagedBlocker blocker
                    ? blocker.isReleasable()
                    : parkedAt.toString().contains(LATCH_IS_OPEN);
        }

        boolean isSame(@Nullable Wait other) {
            return other != null && other.thread == thread && other.parkedAt == parkedAt;
        }
    }

    /**
     * Says that something is owed to the thread inside the call.
     *
     * @param debtor who owes it; its debts are one
     * @param paid whether it is done, asked on any thread at any time
     */
    public void owes(Object debtor, BooleanSupplier paid) {
        Thread creditor = loop.ownership().owner();
        if (creditor == null || loop.isFlowing() || loop.passengers() != null) {
            // Time flows by itself, or the threads of the application have a way of their own.
            return;
        }
        synchronized (this) {
            debts.put(debtor, new Debt(creditor, paid));
            debtsMade++;
            if (hasLooked) {
                // That is often enough: what has begun to rest since then is taken for being at work.
                hasLooked = false;
                others.note();
            }
            if (looking == null) {
                Thread made = new Thread(this::look, "stand-in of " + creditor.getName());
                made.setDaemon(true);
                looking = made;
                made.start();
            }
        }
    }

    /** Looks until nothing has been owed for a while. */
    private void look() {
        Thread self = Thread.currentThread();
        loop.ownership().addServer(self);
        try {
            Wait seen = null;
            int looks = 0;
            Watchdog watchdog = Watchdog.ofOthersAtWork();
            for (int idle = 0; !isDismissed(idle); idle++) {
                Debt debt = nextDebt();
                if (debt == null) {
                    continue;
                }
                idle = 0;
                Wait wait = mayAct(debt.creditor()) ? Wait.of(debt.creditor()) : null;
                if (wait == null || !wait.isSame(seen) || wait.isOver()) {
                    seen = wait;
                    looks = 0;
                    watchdog = Watchdog.ofOthersAtWork();
                    continue;
                }
                Optional<Thread> other = others.atWork(wait.thread());
                looks = other.isEmpty() ? looks + 1 : 0;
                if (looks >= PATIENCE) {
                    drive(wait, debt);
                    looks = 0;
                } else if (other.isPresent() && watchdog.isTooLong()) {
                    giveUp(wait, other.get(), watchdog.watched());
                    watchdog = Watchdog.ofOthersAtWork();
                }
            }
        } catch (InterruptedException e) {
            // Nobody but a closing JVM interrupts it.
            dismiss();
        } finally {
            loop.ownership().removeServer(self);
        }
    }

    /** Time can't be moved from within what an actor or a timer does. */
    private boolean mayAct(Thread creditor) {
        return loop.ownership().mayBeStoodInFor(creditor) && !loop.isActing();
    }

    /** Forgets what is owed: the cluster ends. */
    public synchronized void dismiss() {
        debts.clear();
        looking = null;
        notifyAll();
    }

    private synchronized boolean isDismissed(int idleLooks) throws InterruptedException {
        if (looking == Thread.currentThread() && idleLooks > LINGERING && debts.isEmpty()) {
            looking = null;
        } else if (looking == Thread.currentThread()) {
            wait(LOOK_EVERY_MS);
        }
        return looking != Thread.currentThread();
    }

    /** Returns the latest that is not paid, and forgets those that are. */
    private @Nullable Debt nextDebt() {
        long before;
        List<Map.Entry<Object, Debt>> all;
        synchronized (this) {
            before = debtsMade;
            hasLooked = true;
            all = new ArrayList<>(debts.entrySet());
        }
        Debt latest = null;
        for (Map.Entry<Object, Debt> each : all) {
            if (!each.getValue().paid().getAsBoolean()) {
                latest = each.getValue();
            } else {
                forget(each.getKey(), before);
            }
        }
        return latest;
    }

    private synchronized void forget(Object debtor, long before) {
        if (debtsMade == before) {
            debts.remove(debtor);
        }
    }

    /** Ends a wait that would last for as long as another thread is at work; the next call tells why. */
    private void giveUp(Wait wait, Thread other, Duration watched) {
        Ownership ownership = loop.ownership();
        if (!ownership.standInFor(wait.thread())) {
            return;
        }
        try {
            loop.findings()
                    .add(new IllegalStateException("Thread '" + wait.thread().getName() + "' has waited for "
                            + watched.toSeconds() + " s of real time in a future or a latch of its own, while the"
                            + " cluster owes it something. No virtual time passes there as long as another thread is"
                            + " at work, as '" + other.getName() + "' is: it may be about to end the wait. Let time"
                            + " pass by flush(), runFor or clock.advance, or let the application's threads be the"
                            + " cluster's: threads = ApplicationThreads.CONTROLLED"));
            wait.thread().interrupt();
        } finally {
            ownership.leave();
        }
    }

    /** Lets time pass until the wait is over or the debt is paid; what goes wrong is told by the next call. */
    private void drive(Wait wait, Debt debt) {
        Ownership ownership = loop.ownership();
        if (!ownership.standInFor(wait.thread())) {
            return;
        }
        try {
            loop.await(
                    () -> wait.isOver() || debt.paid().getAsBoolean(),
                    Long.MAX_VALUE,
                    () -> "Thread '" + wait.thread().getName() + "' waits in a future or a latch of its own, for what"
                            + " a client's callback does,");
        } catch (RuntimeException | Error e) {
            loop.findings().add(e);
            // Nothing will end the wait.
            wait.thread().interrupt();
        } finally {
            ownership.leave();
        }
    }
}
