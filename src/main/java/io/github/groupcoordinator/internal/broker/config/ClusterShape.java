package io.github.groupcoordinator.internal.broker.config;

/**
 * What a cluster is besides its broker properties.
 *
 * @param brokers how many brokers there are, 1 or more
 * @param coordinatorLoadTimeMs how long a coordinator takes to load a partition that it takes over
 */
public record ClusterShape(int brokers, long coordinatorLoadTimeMs) {
    /** One broker, and coordinators that load at once. */
    public static final ClusterShape SINGLE = new ClusterShape(1, 0);
}
