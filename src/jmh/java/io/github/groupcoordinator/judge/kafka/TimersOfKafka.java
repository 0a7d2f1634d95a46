package io.github.groupcoordinator.judge.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.server.util.timer.Timer;
import org.apache.kafka.server.util.timer.TimerTask;
import org.apache.kafka.server.util.timer.TimerTaskEntry;

/**
 * Kafka's timers in a list for each millisecond, cheap to arm and to cancel as in its wheel, whose lists are its own.
 */
final class TimersOfKafka implements Timer {
    private final VirtualTime time;
    private final TreeMap<Long, Due> byDeadline = new TreeMap<>();

    TimersOfKafka(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void add(TimerTask task) {
        long deadlineMs = time.milliseconds() + task.delayMs;
        byDeadline.computeIfAbsent(deadlineMs, ms -> new Due()).add(new TimerTaskEntry(task, deadlineMs));
    }

    void advanceTo(long ms) {
        while (!byDeadline.isEmpty() && byDeadline.firstKey() <= ms) {
            long dueMs = byDeadline.firstKey();
            Due due = byDeadline.remove(dueMs);
            time.set(Math.max(dueMs, time.milliseconds()));
            for (TimerTaskEntry entry : due.entries) {
                if (!entry.cancelled()) {
                    TimerTask task = entry.timerTask;
                    task.cancel();
                    task.run();
                }
            }
        }
        time.set(ms);
    }

    @Override
    public boolean advanceClock(long timeoutMs) {
        throw new UnsupportedOperationException("moved by advanceTo only");
    }

    @Override
    public int size() {
        return byDeadline.values().stream().mapToInt(due -> due.entries.size()).sum();
    }

    @Override
    public void close() {
        byDeadline.clear();
    }

    /**
     * The timers that fall due at one millisecond; a cancelled one goes when they are half of the list, so at constant
     * cost.
     */
    private static final class Due {
        private final List<TimerTaskEntry> entries = new ArrayList<>();
        private int limit = 64;

        void add(TimerTaskEntry entry) {
            if (entries.size() >= limit) {
                entries.removeIf(TimerTaskEntry::cancelled);
                limit = Math.max(64, 2 * entries.size());
            }
            entries.add(entry);
        }
    }
}
