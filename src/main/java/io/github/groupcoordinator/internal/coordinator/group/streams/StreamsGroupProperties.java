package io.github.groupcoordinator.internal.coordinator.group.streams;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.group.streams.StreamsConfig;

/**
 * The broker properties about streams groups. The bounds are for the properties that a group has of its own.
 *
 * @param sessionTimeoutMs {@code group.streams.session.timeout.ms} with its bounds
 * @param heartbeatIntervalMs {@code group.streams.heartbeat.interval.ms} with its bounds
 * @param assignmentIntervalMs {@code group.streams.assignment.interval.ms} with its bounds
 * @param numStandbyReplicas {@code group.streams.num.standby.replicas} with its upper bound
 * @param initialRebalanceDelayMs {@code group.streams.initial.rebalance.delay.ms}
 * @param maxSize {@code group.streams.max.size}
 */
public record StreamsGroupProperties(
        Bounded sessionTimeoutMs,
        Bounded heartbeatIntervalMs,
        Bounded assignmentIntervalMs,
        Bounded numStandbyReplicas,
        int initialRebalanceDelayMs,
        int maxSize) {

    /** Returns Kafka's own defaults. */
    public static StreamsGroupProperties defaults() {
        StreamsConfig values = StreamsConfig.DEFAULTS;
        return new StreamsGroupProperties(
                new Bounded(values.sessionTimeoutMs(), 45_000, 60_000),
                new Bounded(values.heartbeatIntervalMs(), 5_000, 15_000),
                new Bounded(values.assignmentIntervalMs(), 0, 15_000),
                new Bounded(values.numStandbyReplicas(), 0, 2),
                values.initialRebalanceDelayMs(),
                values.maxSize());
    }
}
