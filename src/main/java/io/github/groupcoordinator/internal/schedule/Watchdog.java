package io.github.groupcoordinator.internal.schedule;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one look at real time besides the TCP listener's: it fails a run in which nothing comes to rest for long, and
 * never orders one. Under a debugger it has all the time in the world.
 */
public final class Watchdog {
    /** Longer than any class loading or garbage collection that a test should live with. */
    private static final int USUAL_SECONDS = 15;

    private static final long PATIENCE_NANOS =
            TimeUnit.SECONDS.toNanos(Integer.getInteger("embedded-group-coordinator.patience", USUAL_SECONDS));

    /** Enough to come to rest for a thread that has nothing to do any more. */
    private static final long TO_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final boolean DEBUGGED = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("-agentlib:jdwp"));

    /** A thread that gets a little of the processor now and then is not stuck: the machine is busy. */
    private static final int MOST_PATIENCES = 8;

    private static final long NOTEWORTHY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long sinceNanos = System.nanoTime();
    private final long patienceNanos;
    private @Nullable Thread watched;
    private long usedAtFirst;
    private long used;
    private long idleSinceNanos;

    /** Begins to watch, with patience for what a test should live with. */
    public Watchdog() {
        this(PATIENCE_NANOS);
    }

    /** Begins to watch, for something that is known to get nowhere. */
    Watchdog(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /**
     * Begins to watch clients outside, which live in real time.
     *
     * @param atMost how long they may take; no longer than sessions and rebalances of Kafka's defaults take together
     */
    public static Watchdog ofClientsOutside(Duration atMost) {
        return new Watchdog(atMost.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : atMost.toNanos());
    }

    /** Begins to watch a thread whose cluster has closed: one that has work to do is not waited for. */
    public static Watchdog ofReleasedThread() {
        return new Watchdog(TO_REST_NANOS);
    }

    /** Begins to watch threads that may have their own work to do for as long as a busy machine may take. */
    static Watchdog ofOthersAtWork() {
        return new Watchdog(MOST_PATIENCES * PATIENCE_NANOS);
    }

    /** Returns for how long it has watched, in whole milliseconds. */
    public Duration watched() {
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos));
    }

    /** Returns what the real clock says, for one to begin at. */
    public static long nanoTime() {
        return System.nanoTime();
    }

    /** Returns whether it has been there for too long. */
    public boolean isTooLong() {
        return !DEBUGGED && System.nanoTime() - sinceNanos > patienceNanos;
    }

    /**
     * Returns whether a thread has been busy for too long, or has done nothing for as long; to be asked again and
     * again. The time of a machine that is busy with other things does not count.
     */
    public boolean isTooLongFor(Thread thread) {
        if (DEBUGGED) {
            return false;
        }
        if (thread != watched) {
            watched = thread;
            usedAtFirst = processorTime(thread);
            used = usedAtFirst;
            idleSinceNanos = System.nanoTime();
        }
        note(thread);
        long nowNanos = System.nanoTime();
        return used - usedAtFirst > patienceNanos
                || nowNanos - idleSinceNanos > patienceNanos
                || nowNanos - sinceNanos > MOST_PATIENCES * patienceNanos;
    }

    private void note(Thread thread) {
        long now = processorTime(thread);
        if (now - used > NOTEWORTHY_NANOS) {
            used = now;
            idleSinceNanos = System.nanoTime();
        }
    }

    /** Returns the processor time of a thread; it stands still for one that has ended, and where it is not known. */
    private static long processorTime(Thread thread) {
        return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
                ? THREADS.getThreadCpuTime(thread.getId())
                : -1;
    }
}
