package io.github.groupcoordinator.internal.coordinator.group.share;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;

/**
 * The broker properties about membership in share groups. The bounds are for the properties that a group has of its
 * own.
 *
 * @param sessionTimeoutMs {@code group.share.session.timeout.ms} with its bounds
 * @param heartbeatIntervalMs {@code group.share.heartbeat.interval.ms} with its bounds
 * @param assignmentIntervalMs {@code group.share.assignment.interval.ms} with its bounds
 * @param maxSize {@code group.share.max.size}
 * @param initializeRetryIntervalMs {@code group.share.initialize.retry.interval.ms}
 */
public record ShareGroupProperties(
        Bounded sessionTimeoutMs,
        Bounded heartbeatIntervalMs,
        Bounded assignmentIntervalMs,
        int maxSize,
        int initializeRetryIntervalMs) {

    /** Returns Kafka's own defaults. */
    public static ShareGroupProperties defaults() {
        return new ShareGroupProperties(
                new Bounded(45_000, 45_000, 60_000),
                new Bounded(5_000, 5_000, 15_000),
                new Bounded(1_000, 0, 15_000),
                200,
                30_000);
    }
}
