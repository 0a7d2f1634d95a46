package io.github.groupcoordinator.internal.net.memory;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The price of one client's polls that come one after the other without a wait: in real time each takes a while, here a
 * step of virtual time has to be the price of too many.
 */
final class PollPrice {
    /** A client that polls so often in one millisecond, and nothing comes, waits for time to pass: so it shall. */
    private static final int IDLE_POLLS_PER_INSTANT = 1000;

    private final MemorySelectable.Waiter waiter;
    private final Timers timers;
    private final Consumer<BooleanSupplier> wait;
    private long idleAtMs = Long.MIN_VALUE;
    private int idlePolls;
    private int looks;
    private boolean isPaid;

    /** @param wait lets a step of time pass, at most until the condition holds */
    PollPrice(MemorySelectable.Waiter waiter, Timers timers, Consumer<BooleanSupplier> wait) {
        this.waiter = waiter;
        this.timers = timers;
        this.wait = wait;
    }

    /** The client has waited for time to pass. */
    void rested() {
        looks = 0;
    }

    /** The client has looked and found something. In real time each answer takes a while. */
    void ofLook(BooleanSupplier until) {
        if (looks < waiter.looksWithoutRest()) {
            looks++;
        } else if (waiter.mayWait()) {
            pay(until);
        }
    }

    /** The client has polled for no time, and nothing is there. In real time it would get somewhere all the same. */
    void ofIdlePoll(BooleanSupplier until) {
        if (timers.nowMs() != idleAtMs && !isPaid) {
            idleAtMs = timers.nowMs();
            idlePolls = 0;
        }
        if (++idlePolls > IDLE_POLLS_PER_INSTANT) {
            pay(until);
            // Whoever goes on like that pays for each poll, until something else lets time pass.
            idlePolls = IDLE_POLLS_PER_INSTANT;
            idleAtMs = timers.nowMs();
        }
    }

    /** A wait may leave the poll, which is made again when it is over. */
    private void pay(BooleanSupplier until) {
        if (!isPaid) {
            isPaid = true;
            wait.accept(until);
        }
        isPaid = false;
    }
}
