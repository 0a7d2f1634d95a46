package io.github.groupcoordinator.internal.coordinator;

import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Partitions by topic id, as people know them; those of topics that are no more are left out. */
record TopicNames(TopicCatalog catalog) {

    SortedSet<TopicPartition> of(SortedMap<Uuid, SortedSet<Integer>> byId) {
        SortedSet<TopicPartition> partitions = Assignments.none();
        byId.forEach((topicId, ids) -> {
            TopicCatalog.TopicInfo topic = catalog.find(topicId);
            if (topic != null) {
                ids.forEach(id -> partitions.add(new TopicPartition(topic.name(), id)));
            }
        });
        return partitions;
    }
}
