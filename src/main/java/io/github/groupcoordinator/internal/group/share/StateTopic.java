package io.github.groupcoordinator.internal.group.share;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/** Partitions of a topic whose share state is being initialized, or is. The name is the one that the topic had then. */
public record StateTopic(String name, SortedSet<Integer> partitions) {

    /** Returns both, where one topic's partitions come together under the name that is given last. */
    static SortedMap<Uuid, StateTopic> plus(SortedMap<Uuid, StateTopic> some, SortedMap<Uuid, StateTopic> others) {
        SortedMap<Uuid, StateTopic> sum = new TreeMap<>(some);
        others.forEach((topicId, other) -> sum.merge(topicId, other, StateTopic::plus));
        return sum;
    }

    private StateTopic plus(StateTopic other) {
        SortedSet<Integer> all = new TreeSet<>(partitions);
        all.addAll(other.partitions);
        return new StateTopic(other.name, Collections.unmodifiableSortedSet(all));
    }

    /** Returns some without the partitions of others; a topic of which nothing is left goes. */
    static SortedMap<Uuid, StateTopic> minus(
            SortedMap<Uuid, StateTopic> some, SortedMap<Uuid, SortedSet<Integer>> others) {
        SortedMap<Uuid, StateTopic> left = new TreeMap<>();
        some.forEach((topicId, topic) -> {
            SortedSet<Integer> gone = others.get(topicId);
            SortedSet<Integer> partitions = new TreeSet<>(topic.partitions);
            if (gone != null) {
                partitions.removeAll(gone);
            }
            if (gone == null || !partitions.isEmpty()) {
                left.put(topicId, new StateTopic(topic.name, Collections.unmodifiableSortedSet(partitions)));
            }
        });
        return left;
    }
}
