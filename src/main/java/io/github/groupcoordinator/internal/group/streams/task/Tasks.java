package io.github.groupcoordinator.internal.group.streams.task;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tasks that a member is to have, or says it has: numbers of partitions by subtopology. Kafka 4.3.1 knows warm-up
 * tasks only by name.
 */
public record Tasks(SortedMap<String, SortedSet<Integer>> active, SortedMap<String, SortedSet<Integer>> standby) {

    public static final Tasks NONE = new Tasks(Collections.emptySortedMap(), Collections.emptySortedMap());

    /** Returns whether one of these is among the others. */
    public boolean containsAny(AssignedTasks others) {
        return intersects(active, others.activeTasks()) || intersects(standby, others.standby());
    }

    private static boolean intersects(
            SortedMap<String, SortedSet<Integer>> these, SortedMap<String, SortedSet<Integer>> others) {
        for (var entry : these.entrySet()) {
            SortedSet<Integer> other = others.get(entry.getKey());
            if (other != null && !Collections.disjoint(entry.getValue(), other)) {
                return true;
            }
        }
        return false;
    }

    /** Adds a task. */
    public static void add(SortedMap<String, SortedSet<Integer>> tasks, String subtopology, int partition) {
        tasks.computeIfAbsent(subtopology, unused -> new TreeSet<>()).add(partition);
    }

    /** Returns tasks by subtopology that none is in yet. */
    public static SortedMap<String, SortedSet<Integer>> empty() {
        return new TreeMap<>();
    }
}
