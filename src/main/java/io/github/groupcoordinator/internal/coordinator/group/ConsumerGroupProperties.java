package io.github.groupcoordinator.internal.coordinator.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The broker properties about the consumer protocol. The bounds are for the properties that a group has of its own.
 *
 * @param sessionTimeoutMs {@code group.consumer.session.timeout.ms} with its bounds
 * @param heartbeatIntervalMs {@code group.consumer.heartbeat.interval.ms} with its bounds
 * @param assignmentIntervalMs {@code group.consumer.assignment.interval.ms} with its bounds
 * @param maxSize {@code group.consumer.max.size}
 * @param assignors {@code group.consumer.assignors}, by name; the first is the default
 * @param regexRefreshIntervalMs {@code group.consumer.regex.refresh.interval.ms}
 * @param migrationPolicy {@code group.consumer.migration.policy}
 */
public record ConsumerGroupProperties(
        Bounded sessionTimeoutMs,
        Bounded heartbeatIntervalMs,
        Bounded assignmentIntervalMs,
        int maxSize,
        List<String> assignors,
        int regexRefreshIntervalMs,
        MigrationPolicy migrationPolicy) {

    /** A property with the least and the greatest value that a group may give it. */
    public record Bounded(int value, int min, int max) {

        /** Returns a group's own value, if it has one; outside of the bounds it counts as the nearest inside. */
        public int orOwn(@Nullable String own) {
            return own == null ? value : Math.max(min, Math.min(max, Integer.parseInt(own.trim())));
        }
    }

    /** Returns Kafka's own defaults. */
    public static ConsumerGroupProperties defaults() {
        return new ConsumerGroupProperties(
                new Bounded(45_000, 45_000, 60_000),
                new Bounded(5_000, 5_000, 15_000),
                new Bounded(1_000, 0, 15_000),
                Integer.MAX_VALUE,
                List.of("uniform", "range"),
                600_000,
                MigrationPolicy.BIDIRECTIONAL);
    }
}
