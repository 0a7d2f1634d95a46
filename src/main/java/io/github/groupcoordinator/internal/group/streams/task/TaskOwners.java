package io.github.groupcoordinator.internal.group.streams.task;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The processes that have each task, be it that it is assigned to one of their members or that this has not given it up
 * yet. A task has one active process, the last that was noted.
 */
public final class TaskOwners {
    private final SortedMap<String, SortedMap<Integer, String>> active = new TreeMap<>();
    private final SortedMap<String, SortedMap<Integer, SortedSet<String>>> standby = new TreeMap<>();

    /** Returns the process that has the task as an active one, or null. */
    public @Nullable String activeProcess(String subtopology, int partition) {
        SortedMap<Integer, String> partitions = active.get(subtopology);
        return partitions == null ? null : partitions.get(partition);
    }

    /** Returns whether a process has the task as a standby. */
    public boolean isStandby(String subtopology, int partition, String processId) {
        return standby.getOrDefault(subtopology, Collections.emptySortedMap())
                .getOrDefault(partition, Collections.emptySortedSet())
                .contains(processId);
    }

    /** Notes that a process has tasks. */
    public void add(AssignedTasks tasks, String processId) {
        tasks.active().forEach((subtopology, partitions) -> {
            SortedMap<Integer, String> owners = active.computeIfAbsent(subtopology, unused -> new TreeMap<>());
            partitions.keySet().forEach(partition -> owners.put(partition, processId));
        });
        tasks.standby().forEach((subtopology, partitions) -> {
            Map<Integer, SortedSet<String>> owners = standby.computeIfAbsent(subtopology, unused -> new TreeMap<>());
            partitions.forEach(partition ->
                    owners.computeIfAbsent(partition, unused -> new TreeSet<>()).add(processId));
        });
    }

    /** Notes that a process has tasks no more; an active one that another process has by now stays with it. */
    public void remove(AssignedTasks tasks, String processId) {
        tasks.active().forEach((subtopology, partitions) -> {
            SortedMap<Integer, String> owners = active.getOrDefault(subtopology, new TreeMap<>());
            partitions.keySet().forEach(partition -> owners.remove(partition, processId));
        });
        removeStandby(tasks, processId);
    }

    /** Notes that a process has the standby tasks no more. */
    public void removeStandby(AssignedTasks tasks, String processId) {
        tasks.standby().forEach((subtopology, partitions) -> {
            SortedMap<Integer, SortedSet<String>> owners = standby.getOrDefault(subtopology, new TreeMap<>());
            partitions.forEach(
                    partition -> owners.getOrDefault(partition, new TreeSet<>()).remove(processId));
        });
    }

    /** Notes that a process has standby tasks, of those that some process had before. */
    public void addToKnownStandby(AssignedTasks tasks, String processId) {
        tasks.standby().forEach((subtopology, partitions) -> {
            SortedMap<Integer, SortedSet<String>> owners = standby.getOrDefault(subtopology, new TreeMap<>());
            partitions.forEach(
                    partition -> owners.computeIfPresent(partition, (unused, processes) -> with(processes, processId)));
        });
    }

    private static SortedSet<String> with(SortedSet<String> processes, String processId) {
        processes.add(processId);
        return processes;
    }
}
