package io.github.groupcoordinator.internal.broker.config;

/**
 * The properties of a cluster that are not those of its brokers.
 *
 * @param brokers how many brokers there are, 1 or more
 * @param coordinatorLoadTimeMs how long a coordinator takes to load a partition that it takes over
 * @param seed what member ids are drawn from; 0 if they are counted
 */
public record ClusterShape(int brokers, long coordinatorLoadTimeMs, long seed) {
    /** One broker, and coordinators that load at once. */
    public static final ClusterShape SINGLE = new ClusterShape(1, 0, 0);
}
