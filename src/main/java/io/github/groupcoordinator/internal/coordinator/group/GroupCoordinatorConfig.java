package io.github.groupcoordinator.internal.coordinator.group;

/**
 * The broker properties that the group coordinator reads.
 *
 * @param offsetsTopicPartitions {@code offsets.topic.num.partitions}
 * @param minSessionTimeoutMs {@code group.min.session.timeout.ms}
 * @param maxSessionTimeoutMs {@code group.max.session.timeout.ms}
 * @param initialRebalanceDelayMs {@code group.initial.rebalance.delay.ms}
 * @param maxSize {@code group.max.size}
 * @param offsetMetadataMaxBytes {@code offset.metadata.max.bytes}
 * @param offsetsRetentionMs {@code offsets.retention.minutes}, in milliseconds
 * @param offsetsRetentionCheckIntervalMs {@code offsets.retention.check.interval.ms}
 * @param consumer the properties about the consumer protocol
 */
public record GroupCoordinatorConfig(
        int offsetsTopicPartitions,
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int initialRebalanceDelayMs,
        int maxSize,
        int offsetMetadataMaxBytes,
        long offsetsRetentionMs,
        long offsetsRetentionCheckIntervalMs,
        ConsumerGroupProperties consumer) {

    /**
     * The longest that a parked join of a new member lasts, whatever its session timeout; not a property in Kafka
     * either.
     */
    public static final int NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60 * 1000;

    /** Returns Kafka's own defaults. */
    public static GroupCoordinatorConfig defaults() {
        return new GroupCoordinatorConfig(
                50,
                6_000,
                1_800_000,
                3_000,
                Integer.MAX_VALUE,
                4_096,
                7L * 24 * 60 * 60 * 1_000,
                600_000L,
                ConsumerGroupProperties.defaults());
    }
}
