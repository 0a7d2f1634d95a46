package io.github.groupcoordinator.internal.group.streams.topology;

import io.github.groupcoordinator.internal.order.HashOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * The enforcement of copartition groups: topics that are read together must have the same number of partitions, to
 * which repartition topics are brought unless theirs is fixed.
 */
final class Copartitioning {
    private final ToIntFunction<String> count;
    private final Set<String> fixed = new TreeSet<>();
    private final Set<String> flexible = new TreeSet<>();

    /**
     * Knows the repartition topics of a topology.
     *
     * @param count tells the number of partitions that a topic has, or is to have so far
     */
    Copartitioning(StreamsTopology topology, ToIntFunction<String> count) {
        this.count = count;
        for (Subtopology subtopology : topology.all()) {
            for (InternalTopic topic : subtopology.repartitionSourceTopics()) {
                (topic.partitions() == 0 ? flexible : fixed).add(topic.name());
            }
        }
    }

    /** Returns the copartition groups of all subtopologies, as sets of names. */
    static List<List<String>> groups(StreamsTopology topology) {
        List<List<String>> groups = new ArrayList<>();
        for (Subtopology subtopology : topology.all()) {
            for (Subtopology.CopartitionGroup group : subtopology.copartitionGroups()) {
                HashOrder<String> names = new HashOrder<>();
                group.sourceTopics().forEach(index -> names.add(at(subtopology.sourceTopics(), index)));
                group.repartitionSourceTopics()
                        .forEach(index -> names.add(
                                at(subtopology.repartitionSourceTopics(), index).name()));
                groups.add(names.toList());
            }
        }
        return groups;
    }

    private static <T> T at(List<T> list, int index) {
        if (index < 0 || index >= list.size()) {
            throw StreamsRefusal.unexpected();
        }
        return list.get(index);
    }

    /** Returns the numbers of partitions that the repartition topics of a group get. */
    Map<String, Integer> enforce(List<String> group) throws TopicProblem.Found {
        Map<String, Integer> repartition = new LinkedHashMap<>();
        SortedMap<String, Integer> external = new TreeMap<>();
        for (String topic : group) {
            (fixed.contains(topic) || flexible.contains(topic) ? repartition : external)
                    .put(topic, count.applyAsInt(topic));
        }
        int partitions;
        if (group.isEmpty()) {
            return repartition;
        } else if (!external.isEmpty()) {
            partitions = same(external.keySet(), external);
        } else if (!fixed.isEmpty()) {
            // As in Kafka those of the whole topology count, whether they are in this group or not.
            partitions = same(fixed, new TreeMap<>(repartition));
        } else {
            partitions =
                    repartition.values().stream().mapToInt(each -> each).max().orElse(0);
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> topic : repartition.entrySet()) {
            if (fixed.contains(topic.getKey()) && topic.getValue() != partitions) {
                throw TopicProblem.incorrectlyPartitioned("Number of partitions [" + topic.getValue()
                        + "] of repartition topic [" + topic.getKey() + "] doesn't match number of partitions ["
                        + partitions + "] of the source topic.");
            }
            counts.put(topic.getKey(), partitions);
        }
        return counts;
    }

    private int same(Set<String> topics, SortedMap<String, Integer> told) throws TopicProblem.Found {
        Set<Integer> numbers = new TreeSet<>();
        topics.forEach(topic -> numbers.add(count.applyAsInt(topic)));
        if (numbers.size() > 1) {
            throw TopicProblem.incorrectlyPartitioned(
                    "Following topics do not have the same number of partitions: [" + told + "]");
        }
        return numbers.iterator().next();
    }
}
