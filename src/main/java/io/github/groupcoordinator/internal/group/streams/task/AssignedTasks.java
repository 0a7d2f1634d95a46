package io.github.groupcoordinator.internal.group.streams.task;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a member may run, or is to give up; of an active one also the epoch in which it got it, below which
 * nobody commits for it.
 *
 * @param active the epochs of the active tasks, by subtopology and partition
 * @param standby the partitions of the standby tasks, by subtopology
 */
public record AssignedTasks(
        SortedMap<String, SortedMap<Integer, Integer>> active, SortedMap<String, SortedSet<Integer>> standby) {

    public static final AssignedTasks NONE =
            new AssignedTasks(Collections.emptySortedMap(), Collections.emptySortedMap());

    public boolean isEmpty() {
        return active.isEmpty() && standby.isEmpty();
    }

    /** Returns the active tasks without their epochs. */
    public SortedMap<String, SortedSet<Integer>> activeTasks() {
        SortedMap<String, SortedSet<Integer>> tasks = new TreeMap<>();
        active.forEach((subtopology, partitions) -> tasks.put(subtopology, new TreeSet<>(partitions.keySet())));
        return tasks;
    }

    /** Returns the names of the active tasks as Kafka Streams has them, for example {@code 0_1}. */
    public SortedSet<String> activeNames() {
        return names(activeTasks());
    }

    /** Returns the names of the standby tasks as Kafka Streams has them. */
    public SortedSet<String> standbyNames() {
        return names(standby);
    }

    private static SortedSet<String> names(SortedMap<String, SortedSet<Integer>> tasks) {
        SortedSet<String> names = new TreeSet<>();
        tasks.forEach(
                (subtopology, partitions) -> partitions.forEach(partition -> names.add(subtopology + "_" + partition)));
        return names;
    }

    /** Returns the epoch in which an active task was assigned, or null if it is not among these. */
    public @Nullable Integer epoch(String subtopology, int partition) {
        SortedMap<Integer, Integer> partitions = active.get(subtopology);
        return partitions == null ? null : partitions.get(partition);
    }

    /** Returns these and others. */
    public AssignedTasks with(AssignedTasks others) {
        SortedMap<String, SortedMap<Integer, Integer>> allActive = new TreeMap<>();
        active.forEach((subtopology, partitions) -> allActive.put(subtopology, new TreeMap<>(partitions)));
        others.active.forEach((subtopology, partitions) -> allActive
                .computeIfAbsent(subtopology, unused -> new TreeMap<>())
                .putAll(partitions));
        SortedMap<String, SortedSet<Integer>> allStandby = new TreeMap<>();
        standby.forEach((subtopology, partitions) -> allStandby.put(subtopology, new TreeSet<>(partitions)));
        others.standby.forEach((subtopology, partitions) -> allStandby
                .computeIfAbsent(subtopology, unused -> new TreeSet<>())
                .addAll(partitions));
        return new AssignedTasks(allActive, allStandby);
    }
}
