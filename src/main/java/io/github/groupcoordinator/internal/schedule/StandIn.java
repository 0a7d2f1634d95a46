package io.github.groupcoordinator.internal.schedule;

import java.time.Duration;
import java.util.LinkedHashMap;
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

    /** So many looks in vain later it asks what is paid, and ends if all is, until it is needed again. */
    private static final int ASK_EVERY = 20;

    private static final String LATCH = CountDownLatch.class.getName() + "$Sync";
    private static final String LATCH_IS_OPEN = "[State = 0,";

    private final EventLoop loop;
    private final Map<Object, Debt> debts = new LinkedHashMap<>();
    private final Bystanders others = new Bystanders();
    private @Nullable Thread looking;
    private @Nullable Thread stoodInFor;
    private boolean hasLooked = true;

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
     * @param paid whether it is done, asked while no other thread is inside a call
     */
    public void owes(Object debtor, BooleanSupplier paid) {
        Thread creditor = loop.ownership().owner();
        if (creditor == null || loop.isFlowing() || loop.passengers() != null) {
            // Time flows by itself, or the threads of the application have a way of their own.
            return;
        }
        synchronized (this) {
            // What is asked while it acts is asked in the name of the one who waits.
            debts.remove(debtor);
            debts.put(debtor, new Debt(stoodInFor == null ? creditor : stoodInFor, paid));
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

    /** Looks until nothing is owed any more. */
    private void look() {
        Thread self = Thread.currentThread();
        loop.ownership().addServer(self);
        try {
            Wait seen = null;
            int inVain = 0;
            int looks = 0;
            Watchdog watchdog = Watchdog.ofOthersAtWork();
            while (!isDismissed()) {
                Thread creditor = creditor();
                Wait wait = creditor != null && mayAct(creditor) ? Wait.of(creditor) : null;
                if (wait == null || !wait.isSame(seen) || wait.isOver()) {
                    seen = wait;
                    looks = 0;
                    watchdog = Watchdog.ofOthersAtWork();
                    if (++inVain % ASK_EVERY == 0) {
                        askWhatIsPaid();
                    }
                    continue;
                }
                Optional<Thread> other = others.atWork(wait.thread());
                looks = other.isEmpty() ? looks + 1 : 0;
                if (looks >= PATIENCE) {
                    drive(wait);
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

    private synchronized boolean isDismissed() throws InterruptedException {
        if (looking == Thread.currentThread() && debts.isEmpty()) {
            looking = null;
        } else if (looking == Thread.currentThread()) {
            wait(LOOK_EVERY_MS);
        }
        return looking != Thread.currentThread();
    }

    /** Returns the one to whom the latest is owed. */
    private synchronized @Nullable Thread creditor() {
        hasLooked = true;
        Thread latest = null;
        for (Debt debt : debts.values()) {
            latest = debt.creditor();
        }
        return latest;
    }

    /** Forgets what is paid. That can be told only while nobody is inside a call: clients are at work there. */
    private void askWhatIsPaid() {
        Ownership ownership = loop.ownership();
        if (ownership.enterIfFree()) {
            try {
                unpaid();
            } finally {
                ownership.leave();
            }
        }
    }

    /** Returns the latest that is not paid, and forgets those that are. */
    private synchronized @Nullable Debt unpaid() {
        debts.values().removeIf(debt -> debt.paid().getAsBoolean());
        Debt latest = null;
        for (Debt debt : debts.values()) {
            latest = debt;
        }
        return latest;
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
    private void drive(Wait wait) {
        Ownership ownership = loop.ownership();
        if (!ownership.standInFor(wait.thread())) {
            return;
        }
        try {
            Debt debt = unpaid();
            if (debt != null) {
                standsInFor(wait.thread());
                loop.await(
                        () -> wait.isOver() || debt.paid().getAsBoolean(),
                        Long.MAX_VALUE,
                        () -> "Thread '" + wait.thread().getName()
                                + "' waits in a future or a latch of its own, for what a client's callback does,");
            }
        } catch (RuntimeException | Error e) {
            loop.findings().add(e);
            // Nothing will end the wait.
            wait.thread().interrupt();
        } finally {
            standsInFor(null);
            ownership.leave();
        }
    }

    private synchronized void standsInFor(@Nullable Thread thread) {
        stoodInFor = thread;
    }
}
