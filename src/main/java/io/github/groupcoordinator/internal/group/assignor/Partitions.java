package io.github.groupcoordinator.internal.group.assignor;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The partitions of a member, as a copy that may be changed. */
final class Partitions {

    private Partitions() {}

    static SortedMap<Uuid, SortedSet<Integer>> copy(@Nullable SortedMap<Uuid, SortedSet<Integer>> partitions) {
        SortedMap<Uuid, SortedSet<Integer>> copy = new TreeMap<>();
        if (partitions != null) {
            partitions.forEach((topicId, owned) -> copy.put(topicId, new TreeSet<>(owned)));
        }
        return copy;
    }
}
