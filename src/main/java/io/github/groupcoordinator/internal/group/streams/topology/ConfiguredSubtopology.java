package io.github.groupcoordinator.internal.group.streams.topology;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A subtopology with the numbers of partitions that follow from the topics that are there.
 *
 * @param tasks the number of its tasks
 * @param repartitionSourceTopics with their numbers of partitions, by name
 * @param stateChangelogTopics with their numbers of partitions, by name
 */
public record ConfiguredSubtopology(
        int tasks,
        SortedSet<String> sourceTopics,
        SortedMap<String, InternalTopic> repartitionSourceTopics,
        SortedSet<String> repartitionSinkTopics,
        SortedMap<String, InternalTopic> stateChangelogTopics) {

    public boolean isStateful() {
        return !stateChangelogTopics.isEmpty();
    }

    /** Returns the names of all topics that it reads. */
    public SortedSet<String> sources() {
        SortedSet<String> names = new TreeSet<>(sourceTopics);
        names.addAll(repartitionSourceTopics.keySet());
        return names;
    }
}
