package io.github.groupcoordinator.internal.schedule;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Timers that a test moves by hand; those of one millisecond run in the order in which they were scheduled. */
public final class ManualTimers implements Timers {
    private final TreeSet<Entry> queue =
            new TreeSet<>(Comparator.comparingLong(Entry::deadlineMs).thenComparingLong(Entry::sequence));
    private long nowMs;
    private long sequence;

    public ManualTimers(long startMs) {
        this.nowMs = startMs;
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    @Override
    public Timer schedule(long deadlineMs, Object what, Runnable task) {
        Entry entry = new Entry(deadlineMs, sequence++, what.toString(), task);
        queue.add(entry);
        return entry;
    }

    /** Returns the deadline of the next timer, or null if nothing is scheduled. */
    public @Nullable Long nextDeadlineMs() {
        return queue.isEmpty() ? null : (Long) queue.first().deadlineMs();
    }

    /** Returns what the next timer is for, or null if nothing is scheduled. */
    public @Nullable String nextWhat() {
        return queue.isEmpty() ? null : queue.first().what;
    }

    /** Runs everything that falls due up to and including the instant, which becomes the present. */
    public void advanceTo(long instantMs) {
        if (instantMs < nowMs) {
            throw new IllegalArgumentException("time does not run backwards: " + nowMs + " -> " + instantMs);
        }
        while (!queue.isEmpty() && queue.first().deadlineMs() <= instantMs) {
            Entry next = queue.first();
            queue.remove(next);
            nowMs = Math.max(nowMs, next.deadlineMs());
            next.task.run();
        }
        nowMs = instantMs;
    }

    private final class Entry implements Timer {
        private long deadlineMs;
        private long entrySequence;
        private final String what;
        private final Runnable task;

        Entry(long deadlineMs, long entrySequence, String what, Runnable task) {
            this.deadlineMs = deadlineMs;
            this.entrySequence = entrySequence;
            this.what = what;
            this.task = task;
        }

        @Override
        public long deadlineMs() {
            return deadlineMs;
        }

        long sequence() {
            return entrySequence;
        }

        @Override
        public boolean cancel() {
            return queue.remove(this);
        }

        @Override
        public boolean reschedule(long newDeadlineMs) {
            if (!queue.remove(this)) {
                return false;
            }
            deadlineMs = newDeadlineMs;
            entrySequence = sequence++;
            return queue.add(this);
        }
    }
}
