package io.github.groupcoordinator.internal.coordinator.group.share;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.group.share.ShareConfig;

/**
 * The broker properties about share groups. The bounds are for the properties that a group has of its own.
 *
 * @param sessionTimeoutMs {@code group.share.session.timeout.ms} with its bounds
 * @param heartbeatIntervalMs {@code group.share.heartbeat.interval.ms} with its bounds
 * @param assignmentIntervalMs {@code group.share.assignment.interval.ms} with its bounds
 * @param maxSize {@code group.share.max.size}
 * @param initializeRetryIntervalMs {@code group.share.initialize.retry.interval.ms}
 * @param records the properties about records in flight
 */
public record ShareGroupProperties(
        Bounded sessionTimeoutMs,
        Bounded heartbeatIntervalMs,
        Bounded assignmentIntervalMs,
        int maxSize,
        int initializeRetryIntervalMs,
        Records records) {

    /**
     * The broker properties about records in flight, and about those who fetch them.
     *
     * @param lockDurationMs {@code group.share.record.lock.duration.ms} with its bounds
     * @param deliveryCountLimit {@code group.share.delivery.count.limit} with its bounds
     * @param partitionMaxLocks {@code group.share.partition.max.record.locks} with its bounds
     * @param maxSessions {@code group.share.max.share.sessions}
     */
    public record Records(
            Bounded lockDurationMs, Bounded deliveryCountLimit, Bounded partitionMaxLocks, int maxSessions) {}

    /** Returns Kafka's own defaults. */
    public static ShareGroupProperties defaults() {
        ShareConfig values = ShareConfig.DEFAULTS;
        return new ShareGroupProperties(
                new Bounded(values.sessionTimeoutMs(), 45_000, 60_000),
                new Bounded(values.heartbeatIntervalMs(), 5_000, 15_000),
                new Bounded(values.assignmentIntervalMs(), 0, 15_000),
                values.maxSize(),
                values.initializeRetryIntervalMs(),
                new Records(
                        new Bounded(30_000, 15_000, 60_000),
                        new Bounded(5, 2, 10),
                        new Bounded(2_000, 100, 4_000),
                        2_000));
    }
}
