package io.github.groupcoordinator.internal.thread;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Watchdog;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The wait of the loop, in real time, for threads of the application to come to rest: no virtual time passes in it. */
final class RealWait {
    private final EventLoop loop;
    private final Signal signal;
    private final Roster roster;
    private final Spins spins = new Spins();

    RealWait(EventLoop loop, Signal signal, Roster roster) {
        this.loop = loop;
        this.signal = signal;
        this.roster = roster;
    }

    /**
     * Waits until nobody is waited for.
     *
     * @param waitedFor names one who is; null if nobody is any more
     * @throws IllegalStateException with the stack of who is, if that takes many seconds
     */
    void until(Supplier<@Nullable ApplicationThread> waitedFor) {
        for (int looks = 0; spins.isWorthAnother(looks); looks++) {
            if (waitedFor.get() == null) {
                spins.spared();
                return;
            }
            Thread.onSpinWait();
        }
        spins.slept();
        Watchdog watchdog = new Watchdog();
        boolean interrupted = false;
        try {
            while (true) {
                int seen = signal.count();
                ApplicationThread whom = waitedFor.get();
                if (whom == null) {
                    return;
                }
                if (watchdog.isTooLongFor(whom.thread())) {
                    throw stuck(whom);
                }
                interrupted |= Thread.interrupted();
                signal.await(seen);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private IllegalStateException stuck(ApplicationThread thread) {
        String stack = thread.stack();
        // It is not waited for again, or the end of the test would take as long.
        roster.ignore(thread.thread());
        return new IllegalStateException("Thread '" + thread.name() + "' is "
                + thread.thread().getState()
                + ", neither in a wait of a client nor waiting for another thread, so virtual"
                + " time stands still at " + loop.describeNow()
                + ". It spins, sleeps in real time, or waits for something"
                + " outside of the JVM:" + stack);
    }
}
