package io.github.groupcoordinator.internal.broker.cluster;

import io.github.groupcoordinator.internal.group.TopicCatalog;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The cluster's topics as group coordinators see them. */
public record ClusterTopics(Topics topics) implements TopicCatalog {

    @Override
    public @Nullable TopicInfo find(String name) {
        return info(topics.find(name));
    }

    @Override
    public @Nullable TopicInfo find(Uuid id) {
        return info(topics.find(id));
    }

    private static @Nullable TopicInfo info(@Nullable Topic topic) {
        return topic == null ? null : new TopicInfo(topic.id(), topic.name(), topic.partitionCount());
    }

    @Override
    public List<String> names() {
        return topics.names();
    }

    @Override
    public long version() {
        return topics.version();
    }
}
