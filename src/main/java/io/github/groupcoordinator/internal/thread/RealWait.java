package io.github.groupcoordinator.internal.thread;

import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Watchdog;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The wait of the loop, in real time, for threads of the application to come to rest: no virtual time passes in it. */
final class RealWait {
    private static final int SPINS = 100;

    private final EventLoop loop;
    private final Signal signal;
    private final Roster roster;
    private final Stillness stillness;

    RealWait(EventLoop loop, Signal signal, Roster roster, Stillness stillness) {
        this.loop = loop;
        this.signal = signal;
        this.roster = roster;
        this.stillness = stillness;
    }

    /**
     * Waits until the condition holds.
     *
     * @param whom who is waited for; null for whoever is restless
     * @throws IllegalStateException with its stack, if that takes many seconds
     */
    void until(BooleanSupplier done, @Nullable ApplicationThread whom) {
        for (int looks = 0; looks < SPINS; looks++) {
            if (done.getAsBoolean()) {
                return;
            }
            Thread.onSpinWait();
        }
        Watchdog watchdog = new Watchdog();
        boolean interrupted = false;
        try {
            while (true) {
                int seen = signal.count();
                if (done.getAsBoolean()) {
                    return;
                }
                ApplicationThread waitedFor = whom == null ? stillness.restless() : whom;
                if (waitedFor == null ? watchdog.isTooLong() : watchdog.isTooLongFor(waitedFor.thread())) {
                    throw stuck(waitedFor);
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

    private IllegalStateException stuck(@Nullable ApplicationThread thread) {
        if (thread == null) {
            return new IllegalStateException("The application's threads did not come to rest for many seconds");
        }
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
