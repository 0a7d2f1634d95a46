package io.github.groupcoordinator.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Partitions by topic, and in few words. */
final class Partitions {
    private Partitions() {}

    static SortedMap<String, SortedSet<Integer>> byTopic(Collection<TopicPartition> partitions) {
        SortedMap<String, SortedSet<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new TreeSet<>()).add(partition.partition());
        }
        return byTopic;
    }

    /** Returns for example {@code orders 0-3, 7; refunds 0}, or {@code none}. */
    static String text(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return "none";
        }
        StringJoiner text = new StringJoiner("; ");
        for (Map.Entry<String, SortedSet<Integer>> topic : byTopic(partitions).entrySet()) {
            text.add(topic.getKey() + " " + numbers(topic.getValue()));
        }
        return text.toString();
    }

    /**
     * Returns offsets by partition, for example {@code orders 0@3..58 1@7; refunds 0@1}.
     *
     * @param offsets the first and the last one of each partition
     */
    static String offsets(Map<TopicPartition, long[]> offsets) {
        SortedMap<String, SortedMap<Integer, long[]>> byTopic = new TreeMap<>();
        offsets.forEach((partition, ends) -> byTopic.computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(partition.partition(), ends));
        StringJoiner topics = new StringJoiner("; ");
        byTopic.forEach((topic, ends) -> {
            StringJoiner text = new StringJoiner(" ", topic + " ", "");
            ends.forEach(
                    (partition, end) -> text.add(partition + "@" + end[0] + (end[1] == end[0] ? "" : ".." + end[1])));
            topics.add(text.toString());
        });
        return topics.toString();
    }

    /** Returns runs of numbers by their ends, for example {@code 0-3, 7}. */
    static String numbers(SortedSet<Integer> numbers) {
        List<Integer> all = new ArrayList<>(numbers);
        StringJoiner text = new StringJoiner(", ");
        int i = 0;
        while (i < all.size()) {
            int start = i;
            while (i + 1 < all.size() && all.get(i + 1) == all.get(i) + 1) {
                i++;
            }
            text.add(start == i ? all.get(i).toString() : all.get(start) + "-" + all.get(i));
            i++;
        }
        return text.toString();
    }
}
