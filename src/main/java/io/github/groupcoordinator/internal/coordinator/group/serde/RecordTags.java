package io.github.groupcoordinator.internal.coordinator.group.serde;

import io.github.groupcoordinator.internal.coordinator.RecordBytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/** The parts that several of Kafka's formats have in common: tagged fields, strings, and partitions by topic id. */
final class RecordTags {
    static final int ONLY_TAG = 0;

    private RecordTags() {}

    /** Writes the tagged fields of a structure that has but one, a number that is left out if it is 0. */
    static void writeLong(RecordBytes bytes, long number) {
        if (number == 0) {
            bytes.writeVarint(0);
        } else {
            bytes.writeVarint(1).writeVarint(ONLY_TAG).writeVarint(Long.BYTES).writeLong(number);
        }
    }

    /** Writes the tagged fields of a structure that has but one. */
    static void writeTag(RecordBytes bytes, byte[] field) {
        bytes.writeVarint(1).writeVarint(ONLY_TAG).writeVarint(field.length).writeRaw(field);
    }

    /** Writes the numbers of partitions, and the epochs in which they were assigned as the only tagged field. */
    static void writeEpochs(RecordBytes bytes, SortedMap<Integer, Integer> epochs) {
        bytes.writeCount(epochs.size());
        for (int partition : epochs.keySet()) {
            bytes.writeInt(partition);
        }
        // A field without one of its own to be copied from: its size is known, and stands before it.
        bytes.writeVarint(1)
                .writeVarint(ONLY_TAG)
                .writeVarint(sizeOfInts(epochs.size()))
                .writeVarint(epochs.size() + 1);
        for (int epoch : epochs.values()) {
            bytes.writeInt(epoch);
        }
    }

    /** Returns how many bytes {@link #writeEpochs} takes for so many partitions. */
    static int sizeOfEpochs(int partitions) {
        int ints = sizeOfInts(partitions);
        return 2 * ints + 2 + RecordBytes.sizeOfVarint(ints);
    }

    private static int sizeOfInts(int count) {
        return RecordBytes.sizeOfVarint(count + 1) + count * Integer.BYTES;
    }

    /**
     * Reads the numbers of partitions, and the epochs in which they were assigned.
     *
     * @param otherwise the epoch if none are stored, or not one for each
     */
    static SortedMap<Integer, Integer> readEpochs(RecordBytes bytes, int otherwise) {
        List<Integer> partitions = readInts(bytes, bytes.readCount());
        List<Integer> epochs = List.of();
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag == ONLY_TAG) {
                // The field may be null, of which the count is -1: it counts as one without elements.
                epochs = readInts(bytes, bytes.readVarint() - 1);
            } else {
                bytes.skip(size);
            }
        }
        SortedMap<Integer, Integer> byPartition = new TreeMap<>();
        for (int i = 0; i < partitions.size(); i++) {
            byPartition.put(partitions.get(i), epochs.size() == partitions.size() ? epochs.get(i) : otherwise);
        }
        return byPartition;
    }

    private static List<Integer> readInts(RecordBytes bytes, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(bytes.readInt());
        }
        return numbers;
    }

    /** Reads the tagged number of a structure that has no other tag; 0 if it is not there. */
    static long readLong(RecordBytes bytes) {
        long number = 0;
        int tags = bytes.readVarint();
        for (int i = 0; i < tags; i++) {
            int tag = bytes.readVarint();
            int size = bytes.readVarint();
            if (tag == ONLY_TAG) {
                number = bytes.readLong();
            } else {
                bytes.skip(size);
            }
        }
        return number;
    }

    static void writeStrings(RecordBytes bytes, Collection<String> strings) {
        bytes.writeCount(strings.size());
        strings.forEach(bytes::writeString);
    }

    static SortedSet<String> readStrings(RecordBytes bytes) {
        SortedSet<String> strings = new TreeSet<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            strings.add(bytes.readString());
        }
        return strings;
    }

    static void writePartitions(RecordBytes bytes, SortedMap<Uuid, SortedSet<Integer>> partitions) {
        bytes.writeCount(partitions.size());
        partitions.forEach((topicId, ids) -> {
            bytes.writeUuid(topicId).writeCount(ids.size());
            ids.forEach(bytes::writeInt);
            bytes.writeVarint(0);
        });
    }

    static SortedMap<Uuid, SortedSet<Integer>> readPartitions(RecordBytes bytes) {
        SortedMap<Uuid, SortedSet<Integer>> partitions = new TreeMap<>();
        int topics = bytes.readCount();
        for (int i = 0; i < topics; i++) {
            partitions.put(bytes.readUuid(), readIds(bytes));
            bytes.skipTags();
        }
        return partitions;
    }

    static SortedSet<Integer> readIds(RecordBytes bytes) {
        SortedSet<Integer> ids = new TreeSet<>();
        int count = bytes.readCount();
        for (int i = 0; i < count; i++) {
            ids.add(bytes.readInt());
        }
        return ids;
    }
}
