package io.github.groupcoordinator.internal.group.consumer.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Partitions by topic id, each with the epoch in which the member got it; immutable. */
public record PartitionEpochs(SortedMap<Uuid, SortedMap<Integer, Integer>> byTopic) {
    private static final PartitionEpochs NONE = new PartitionEpochs(Collections.emptySortedMap());

    public static PartitionEpochs none() {
        return NONE;
    }

    /** Returns the partitions, all got in one epoch. */
    public static PartitionEpochs of(SortedMap<Uuid, SortedSet<Integer>> partitions, int epoch) {
        Builder all = new Builder();
        partitions.forEach((topicId, ids) -> ids.forEach(id -> all.put(topicId, id, epoch)));
        return all.build();
    }

    public boolean isEmpty() {
        return byTopic.isEmpty();
    }

    /** Returns the partitions of a topic with their epochs; empty if there are none. */
    public SortedMap<Integer, Integer> of(Uuid topicId) {
        return byTopic.getOrDefault(topicId, Collections.emptySortedMap());
    }

    public boolean contains(Uuid topicId, int partition) {
        return of(topicId).containsKey(partition);
    }

    /** Returns the epoch in which the member got a partition, or null if it does not have it. */
    public @Nullable Integer epochOf(Uuid topicId, int partition) {
        return of(topicId).get(partition);
    }

    /** Returns the same partitions, all got in one epoch. */
    public PartitionEpochs withEpoch(int epoch) {
        return of(partitions(), epoch);
    }

    /** Returns the partitions without their epochs; a copy. */
    public SortedMap<Uuid, SortedSet<Integer>> partitions() {
        SortedMap<Uuid, SortedSet<Integer>> copy = new TreeMap<>();
        byTopic.forEach((topicId, ids) -> copy.put(topicId, new TreeSet<>(ids.keySet())));
        return copy;
    }

    /** Collects partitions. */
    public static final class Builder {
        private final SortedMap<Uuid, SortedMap<Integer, Integer>> byTopic = new TreeMap<>();

        public Builder put(Uuid topicId, int partition, int epoch) {
            byTopic.computeIfAbsent(topicId, unused -> new TreeMap<>()).put(partition, epoch);
            return this;
        }

        public Builder putAll(PartitionEpochs others) {
            others.byTopic.forEach((topicId, ids) ->
                    byTopic.computeIfAbsent(topicId, unused -> new TreeMap<>()).putAll(ids));
            return this;
        }

        public boolean isEmpty() {
            return byTopic.isEmpty();
        }

        public PartitionEpochs build() {
            return byTopic.isEmpty() ? NONE : new PartitionEpochs(Collections.unmodifiableSortedMap(byTopic));
        }
    }
}
