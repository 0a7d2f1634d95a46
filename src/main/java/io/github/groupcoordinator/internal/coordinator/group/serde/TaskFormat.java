package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import io.github.groupcoordinator.internal.group.streams.task.AssignedTasks;
import java.util.ArrayList;
import java.util.List;
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
            bytes.writeString(subtopology).writeCount(partitions.size());
            partitions.keySet().forEach(bytes::writeInt);
            RecordBytes epochs = RecordBytes.writing(true).writeCount(partitions.size());
            partitions.values().forEach(epochs::writeInt);
            byte[] written = epochs.toByteArray();
            bytes.writeVarint(1)
                    .writeVarint(RecordTags.ONLY_TAG)
                    .writeVarint(written.length)
                    .writeRaw(written);
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
            active.put(bytes.readString(), readWithEpochs(bytes, memberEpoch));
        }
        AssignedTasks tasks = new AssignedTasks(active, read(bytes));
        read(bytes);
        return tasks;
    }

    private static SortedMap<Integer, Integer> readWithEpochs(RecordBytes bytes, int memberEpoch) {
        List<Integer> partitions = readInts(bytes);
        List<Integer> epochs = List.of();
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag == RecordTags.ONLY_TAG) {
                epochs = readInts(bytes);
            } else {
                bytes.skip(size);
            }
        }
        SortedMap<Integer, Integer> withEpochs = new TreeMap<>();
        for (int i = 0; i < partitions.size(); i++) {
            withEpochs.put(partitions.get(i), epochs.size() == partitions.size() ? epochs.get(i) : memberEpoch);
        }
        return withEpochs;
    }

    private static List<Integer> readInts(RecordBytes bytes) {
        List<Integer> ints = new ArrayList<>();
        // A null array has the count of -1, and is one without elements here.
        int count = bytes.readVarint() - 1;
        for (int i = 0; i < count; i++) {
            ints.add(bytes.readInt());
        }
        return ints;
    }
}
