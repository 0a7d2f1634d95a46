package io.github.groupcoordinator.internal.group.consumer;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData.TopicPartitions;
import org.jspecify.annotations.Nullable;

/** The partitions that a member says it owns. */
final class OwnedPartitions {

    private OwnedPartitions() {}

    /** Returns it by topic, or null if the member does not say. */
    static @Nullable SortedMap<Uuid, SortedSet<Integer>> of(@Nullable List<TopicPartitions> said) {
        if (said == null) {
            return null;
        }
        SortedMap<Uuid, SortedSet<Integer>> owned = new TreeMap<>();
        for (TopicPartitions topic : said) {
            owned.computeIfAbsent(topic.topicId(), unused -> new TreeSet<>()).addAll(topic.partitions());
        }
        return owned;
    }
}
