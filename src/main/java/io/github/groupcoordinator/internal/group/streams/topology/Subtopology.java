package io.github.groupcoordinator.internal.group.streams.topology;

import java.util.ArrayList;
import java.util.List;

/** A subtopology as members describe it. */
public record Subtopology(
        String id,
        List<String> sourceTopics,
        List<String> repartitionSinkTopics,
        List<InternalTopic> repartitionSourceTopics,
        List<InternalTopic> stateChangelogTopics,
        List<CopartitionGroup> copartitionGroups) {

    /**
     * Source topics that must have the same number of partitions, by their places in the lists of the subtopology.
     *
     * @param sourceTopicRegex kept as it was sent; there are no regular expressions that it could stand for
     */
    public record CopartitionGroup(
            List<Short> sourceTopics, List<Short> sourceTopicRegex, List<Short> repartitionSourceTopics) {}

    /** Returns what it reads, writes to others and keeps, for those who watch. */
    public String describe() {
        List<String> changelogs =
                stateChangelogTopics.stream().map(InternalTopic::name).toList();
        return "reads " + sources() + (repartitionSinkTopics.isEmpty() ? "" : ", writes " + repartitionSinkTopics)
                + (changelogs.isEmpty() ? "" : ", keeps " + changelogs);
    }

    /** Returns the names of all topics that it reads. */
    public List<String> sources() {
        List<String> names = new ArrayList<>(sourceTopics);
        repartitionSourceTopics.forEach(topic -> names.add(topic.name()));
        return names;
    }
}
