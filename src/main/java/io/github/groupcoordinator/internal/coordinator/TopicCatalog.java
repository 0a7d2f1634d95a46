package io.github.groupcoordinator.internal.coordinator;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** What the coordinator may know of the cluster's topics. */
public interface TopicCatalog {

    boolean exists(String topic);

    /** Returns the id of a topic, or null if there is no such topic. */
    @Nullable
    Uuid topicId(String topic);

    /** Returns the name of the topic with the id, or null if there is no such topic. */
    @Nullable
    String topicName(Uuid topicId);
}
