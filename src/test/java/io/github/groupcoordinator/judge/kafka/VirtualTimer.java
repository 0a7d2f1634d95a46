package io.github.groupcoordinator.judge.kafka;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.kafka.server.util.timer.Timer;
import org.apache.kafka.server.util.timer.TimerTask;
import org.apache.kafka.server.util.timer.TimerTaskEntry;

/** Kafka's timer over virtual time: tasks run in the order of (deadline, sequence). */
final class VirtualTimer implements Timer {
    /** So often may tasks re-arm themselves with no delay before a millisecond passes, as it would in real time. */
    private static final int SPINS = 10;

    private record Due(long deadlineMs, long sequence) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byDeadline = Long.compare(deadlineMs, other.deadlineMs);
            return byDeadline != 0 ? byDeadline : Long.compare(sequence, other.sequence);
        }
    }

    private final VirtualTime time;
    private final TreeMap<Due, TimerTaskEntry> tasks = new TreeMap<>();
    private Runnable afterTask = () -> {};
    private long sequence;
    private long arranged;
    private long lastRunMs;
    private final Map<String, Integer> spins = new HashMap<>();

    VirtualTimer(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void add(TimerTask task) {
        // Kafka's timer hands on at once what is due already, however long it has been: in the order of its coming.
        long deadlineMs = time.milliseconds() + Math.max(0, task.delayMs);
        if (task.delayMs <= 0 && lastRunMs == time.milliseconds() && spins.merge(key(task), 1, Integer::sum) > SPINS) {
            deadlineMs = time.milliseconds() + 1;
        }
        tasks.put(new Due(deadlineMs, sequence++), new TimerTaskEntry(task, deadlineMs));
    }

    /** Has this run after every task. */
    void afterTask(Runnable afterTask) {
        this.afterTask = afterTask;
    }

    /**
     * Puts what was armed since the last time for several members and the same instant into the order of the members.
     * Kafka arms it in the order of a hash table of ids, some of them random.
     *
     * @param rank the place of the member that a key is about, or a negative number
     */
    void arrange(ToIntFunction<String> rank) {
        Map<Long, List<Due>> armed = new TreeMap<>();
        for (Map.Entry<Due, TimerTaskEntry> task : tasks.entrySet()) {
            if (task.getKey().sequence() >= arranged && rank.applyAsInt(key(task.getValue().timerTask)) >= 0) {
                armed.computeIfAbsent(task.getKey().deadlineMs(), unused -> new ArrayList<>())
                        .add(task.getKey());
            }
        }
        arranged = sequence;
        for (List<Due> places : armed.values()) {
            List<TimerTaskEntry> entries =
                    new ArrayList<>(places.stream().map(tasks::get).toList());
            entries.sort(Comparator.comparingInt(entry -> rank.applyAsInt(key(entry.timerTask))));
            for (int i = 0; i < places.size(); i++) {
                tasks.put(places.get(i), entries.get(i));
            }
        }
    }

    /** Runs what is due until and including the given instant. */
    void advanceTo(long ms) {
        while (!tasks.isEmpty() && tasks.firstKey().deadlineMs() <= ms) {
            Map.Entry<Due, TimerTaskEntry> first = tasks.pollFirstEntry();
            if (!first.getValue().cancelled()) {
                run(Math.max(first.getKey().deadlineMs(), time.milliseconds()), first.getValue().timerTask);
            }
        }
        time.set(ms);
    }

    private void run(long atMs, TimerTask task) {
        if (atMs != lastRunMs) {
            spins.clear();
        }
        lastRunMs = atMs;
        time.set(atMs);
        task.cancel();
        task.run();
        afterTask.run();
    }

    /** The next deadline, leaving out the counters that only feed gauges. */
    OptionalLong nextDeadlineMs() {
        for (Map.Entry<Due, TimerTaskEntry> task : tasks.entrySet()) {
            if (!task.getValue().cancelled() && !key(task.getValue().timerTask).startsWith("group-size-counter")) {
                return OptionalLong.of(task.getKey().deadlineMs());
            }
        }
        return OptionalLong.empty();
    }

    /** The coordinator's timers are anonymous tasks that captured their key. */
    private static String key(TimerTask task) {
        try {
            Field key = task.getClass().getDeclaredField("val$key");
            key.setAccessible(true);
            return (String) key.get(task);
        } catch (NoSuchFieldException notOfTheCoordinatorTimer) {
            return "";
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean advanceClock(long timeoutMs) {
        throw new UnsupportedOperationException("moved by advanceTo only");
    }

    @Override
    public int size() {
        return tasks.size();
    }

    @Override
    public void close() {
        tasks.clear();
    }
}
