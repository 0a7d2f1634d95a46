package io.github.groupcoordinator.internal.group.share;

/**
 * The configuration of a share group: the broker's properties, or the group's own where it has some.
 *
 * @param sessionTimeoutMs {@code group.share.session.timeout.ms}
 * @param heartbeatIntervalMs {@code group.share.heartbeat.interval.ms}
 * @param maxSize {@code group.share.max.size}
 * @param assignmentIntervalMs {@code group.share.assignment.interval.ms}
 * @param initializeRetryIntervalMs {@code group.share.initialize.retry.interval.ms}
 */
public record ShareConfig(
        int sessionTimeoutMs,
        int heartbeatIntervalMs,
        int maxSize,
        int assignmentIntervalMs,
        int initializeRetryIntervalMs) {

    /** Kafka's own defaults. */
    public static final ShareConfig DEFAULTS = new ShareConfig(45_000, 5_000, 200, 1_000, 30_000);
}
