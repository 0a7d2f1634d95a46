package io.github.groupcoordinator.kraft.share;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.timer.Timer;
import org.apache.kafka.server.util.timer.TimerTask;
import org.apache.kafka.server.util.timer.TimerTaskEntry;

/**
 * Kafka's timer over virtual time: tasks run in the order of (deadline, sequence). A task that runs is not cancelled
 * before: share partitions ask.
 */
public final class KafkasClock implements Timer {
    private final VirtualTime time;
    private final TreeMap<Due, TimerTaskEntry> tasks = new TreeMap<>();
    private Runnable afterEachTask = () -> {};
    private long sequence;

    private record Due(long deadlineMs, long sequence) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byDeadline = Long.compare(deadlineMs, other.deadlineMs);
            return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
        }
    }

    public KafkasClock(long startMs) {
        time = new VirtualTime(startMs);
    }

    public void afterEachTask(Runnable task) {
        afterEachTask = task;
    }

    public Time time() {
        return time;
    }

    @Override
    public void add(TimerTask task) {
        long deadlineMs = time.nowMs + Math.max(0, task.delayMs);
        tasks.put(new Due(deadlineMs, sequence++), new TimerTaskEntry(task, deadlineMs));
    }

    public void advance(long ms) {
        long untilMs = time.nowMs + ms;
        while (!tasks.isEmpty() && tasks.firstKey().deadlineMs() <= untilMs) {
            Map.Entry<Due, TimerTaskEntry> first = tasks.pollFirstEntry();
            time.nowMs = Math.max(time.nowMs, first.getKey().deadlineMs());
            if (!first.getValue().cancelled()) {
                first.getValue().timerTask.run();
                afterEachTask.run();
            }
        }
        time.nowMs = untilMs;
    }

    @Override
    public boolean advanceClock(long timeoutMs) {
        throw new UnsupportedOperationException("moved by advance only");
    }

    @Override
    public int size() {
        return tasks.size();
    }

    @Override
    public void close() {
        tasks.clear();
    }

    /** The time of one history. */
    private static final class VirtualTime implements Time {
        private long nowMs;

        VirtualTime(long nowMs) {
            this.nowMs = nowMs;
        }

        @Override
        public long milliseconds() {
            return nowMs;
        }

        @Override
        public long hiResClockMs() {
            return nowMs;
        }

        @Override
        public long nanoseconds() {
            return nowMs * 1_000_000;
        }

        @Override
        public void sleep(long ms) {
            throw new UnsupportedOperationException("nobody waits in virtual time");
        }

        @Override
        public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
            throw new UnsupportedOperationException("nobody waits in virtual time");
        }
    }
}
