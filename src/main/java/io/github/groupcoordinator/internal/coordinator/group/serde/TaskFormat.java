package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.streams.task.AssignedTasks;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Kafka's own format of tasks in the records of streams groups: lists of active, standby and warm-up tasks. */
final class TaskFormat {

    private TaskFormat() {}

    static void write(RecordBytes bytes, SortedMap<String, SortedSet<Integer>> tasks) {
        bytes.writeCount(tasks.size());
        tasks.forEach((subtopology, partitions) -> {
            bytes.writeString(subtopology).writeCount(partitions.size());
            partitions.forEach(bytes::writeInt);
            bytes.writeVarint(0);
        });
    }

    /** Writes active tasks with their epochs, standby tasks, and that there are no warm-up tasks. */
    static void write(RecordBytes bytes, AssignedTasks tasks) {
        bytes.writeCount(tasks.active().size());
        tasks.active().forEach((subtopology, partitions) -> {
            bytes.writeString(subtopology);
            RecordTags.writeEpochs(bytes, partitions);
        });
        write(bytes, tasks.standby());
        bytes.writeCount(0);
    }

    static SortedMap<String, SortedSet<Integer>> read(RecordBytes bytes) {
        SortedMap<String, SortedSet<Integer>> tasks = new TreeMap<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            tasks.put(bytes.readString(), RecordTags.readIds(bytes));
            bytes.skipTags();
        }
        return tasks;
    }

    /** Reads active, standby and warm-up tasks; an active task without an epoch has the member's. */
    static AssignedTasks readAssigned(RecordBytes bytes, int memberEpoch) {
        SortedMap<String, SortedMap<Integer, Integer>> active = new TreeMap<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            active.put(bytes.readString(), RecordTags.readEpochs(bytes, memberEpoch));
        }
        AssignedTasks tasks = new AssignedTasks(active, read(bytes));
        read(bytes);
        return tasks;
    }
}
