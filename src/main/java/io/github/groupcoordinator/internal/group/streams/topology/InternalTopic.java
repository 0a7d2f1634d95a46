package io.github.groupcoordinator.internal.group.streams.topology;

import java.util.List;

/**
 * A topic that is the application's own: a repartition topic or a changelog.
 *
 * @param partitions the number of partitions, 0 if that follows from other topics
 * @param replicationFactor 0 for the broker's default
 */
public record InternalTopic(String name, int partitions, short replicationFactor, List<Config> configs) {

    /** A configuration of the topic. */
    public record Config(String key, String value) {}
}
