package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Topics that a test makes; ids are given in order and never twice. */
public final class TestTopics implements TopicCatalog {
    private final SortedMap<String, TopicInfo> byName = new TreeMap<>();
    private long changes;

    Uuid put(String name, int partitions) {
        changes++;
        TopicInfo known = byName.get(name);
        Uuid id = known == null ? new Uuid(7, changes) : known.id();
        byName.put(name, new TopicInfo(id, name, partitions));
        return id;
    }

    void remove(String name) {
        changes++;
        byName.remove(name);
    }

    @Override
    public @Nullable TopicInfo find(String name) {
        return byName.get(name);
    }

    @Override
    public @Nullable TopicInfo find(Uuid id) {
        for (TopicInfo topic : byName.values()) {
            if (topic.id().equals(id)) {
                return topic;
            }
        }
        return null;
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    @Override
    public long version() {
        return changes;
    }
}
