package io.github.groupcoordinator.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time that is too long for one thread: its own time counts, not that of a busy machine. */
@Timeout(60)
class WatchdogTest {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Half of what is too long on a busy machine whatever the thread does: it was not that which ended the wait. */
    private static final long LESS_THAN_A_BUSY_MACHINES_NANOS = 4 * PATIENCE_NANOS;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<Thread> started = new ArrayList<>();

    @AfterEach
    void end() {
        ended.set(true);
        started.forEach(LockSupport::unpark);
    }

    @Test
    void threadThatSpinsIsTooLongAfterAsMuchProcessorTime() {
        Thread spinning = start(Thread::onSpinWait);
        Watchdog watchdog = new Watchdog(PATIENCE_NANOS);
        while (!watchdog.isTooLongFor(spinning)) {
            Thread.yield();
        }
        assertThat(ManagementFactory.getThreadMXBean().getThreadCpuTime(spinning.getId()))
                .isLessThan(LESS_THAN_A_BUSY_MACHINES_NANOS);
        assertThat(watchdog.isTooLong()).isTrue();
    }

    @Test
    void threadThatDoesNothingIsTooLong() {
        Thread parked = start(LockSupport::park);
        Watchdog watchdog = new Watchdog(PATIENCE_NANOS);
        assertThat(watchdog.isTooLongFor(parked)).isFalse();
        while (!watchdog.isTooLongFor(parked)) {
            Thread.yield();
        }
    }

    /** Whoever is waited for next has all the patience for itself. */
    @Test
    void everyThreadIsWatchedAnew() {
        Thread first = start(LockSupport::park);
        Watchdog watchdog = new Watchdog(PATIENCE_NANOS);
        while (!watchdog.isTooLongFor(first)) {
            Thread.yield();
        }
        assertThat(watchdog.isTooLongFor(start(LockSupport::park))).isFalse();
    }

    private Thread start(Runnable again) {
        Thread thread = new Thread(() -> {
            while (!ended.get()) {
                again.run();
            }
        });
        thread.setDaemon(true);
        thread.start();
        started.add(thread);
        return thread;
    }
}
