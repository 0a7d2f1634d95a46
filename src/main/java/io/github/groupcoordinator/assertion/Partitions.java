package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Partitions as tests write them: {@code "orders-0"}. */
final class Partitions {

    private Partitions() {}

    static TopicPartition parse(String text) {
        int dash = text.lastIndexOf('-');
        try {
            return new TopicPartition(text.substring(0, Math.max(dash, 0)), Integer.parseInt(text.substring(dash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "A partition is written as its topic, a dash and its number, for example \"orders-0\", not \""
                            + text + "\"",
                    e);
        }
    }

    static SortedSet<TopicPartition> parse(String... texts) {
        SortedSet<TopicPartition> parsed = none();
        for (String text : texts) {
            parsed.add(parse(text));
        }
        return parsed;
    }

    static SortedSet<TopicPartition> none() {
        return new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    }

    static List<String> texts(Collection<TopicPartition> partitions) {
        SortedSet<TopicPartition> sorted = none();
        sorted.addAll(partitions);
        return sorted.stream().map(TopicPartition::toString).toList();
    }
}
