package io.github.groupcoordinator.internal.group;

import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Partitions by topic id, as people know them; those of topics that are no more are left out. */
public record TopicNames(TopicCatalog catalog) {

    public SortedSet<TopicPartition> of(SortedMap<Uuid, SortedSet<Integer>> byId) {
        SortedMap<Uuid, String> names = new TreeMap<>();
        collect(byId.keySet(), names);
        return of(byId, names);
    }

    /** Adds the names that topics have now. */
    public void collect(Set<Uuid> ids, SortedMap<Uuid, String> names) {
        for (Uuid id : ids) {
            if (!names.containsKey(id)) {
                TopicCatalog.TopicInfo topic = catalog.find(id);
                if (topic != null) {
                    names.put(id, topic.name());
                }
            }
        }
    }

    /** Returns partitions by names that were collected before. */
    public static SortedSet<TopicPartition> of(
            SortedMap<Uuid, SortedSet<Integer>> byId, SortedMap<Uuid, String> names) {
        SortedSet<TopicPartition> partitions = Assignments.none();
        byId.forEach((topicId, ids) -> {
            String name = names.get(topicId);
            if (name != null) {
                ids.forEach(id -> partitions.add(new TopicPartition(name, id)));
            }
        });
        return partitions;
    }
}
