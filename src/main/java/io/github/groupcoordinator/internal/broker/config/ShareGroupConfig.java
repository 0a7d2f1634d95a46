package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupProperties;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The broker properties about share groups, {@code group.share.*} (KIP-932). */
final class ShareGroupConfig {
    private static final String PREFIX = "group.share.";
    private static final String SESSION_TIMEOUT = "session.timeout.ms";
    private static final String HEARTBEAT_INTERVAL = "heartbeat.interval.ms";
    private static final String ASSIGNMENT_INTERVAL = "assignment.interval.ms";
    private static final String LOCK_DURATION = "record.lock.duration.ms";
    private static final String DELIVERY_COUNT_LIMIT = "delivery.count.limit";
    private static final String RECORD_LOCKS = "partition.max.record.locks";
    private static final String MAX_SIZE = "max.size";
    private static final String MAX_SESSIONS = "max.share.sessions";
    private static final String INITIALIZE_RETRY_INTERVAL = "initialize.retry.interval.ms";

    private ShareGroupConfig() {}

    /** The ranges of a property and of the bounds that it sets to groups. */
    private record Ranges(Range value, Range min, Range max) {
        static Ranges atLeastFor(int least) {
            return new Ranges(atLeast(least), atLeast(least), atLeast(least));
        }
    }

    static void define(ConfigDef table) {
        ShareGroupProperties defaults = ShareGroupProperties.defaults();
        ShareGroupProperties.Records records = defaults.records();
        bounded(table, SESSION_TIMEOUT, defaults.sessionTimeoutMs(), Ranges.atLeastFor(1));
        bounded(table, HEARTBEAT_INTERVAL, defaults.heartbeatIntervalMs(), Ranges.atLeastFor(1));
        bounded(table, ASSIGNMENT_INTERVAL, defaults.assignmentIntervalMs(), Ranges.atLeastFor(0));
        bounded(
                table,
                LOCK_DURATION,
                records.lockDurationMs(),
                new Ranges(between(1_000, 3_600_000), between(1_000, 30_000), between(30_000, 3_600_000)));
        bounded(
                table,
                DELIVERY_COUNT_LIMIT,
                records.deliveryCountLimit(),
                new Ranges(between(2, 10), between(2, 5), between(5, 25)));
        bounded(
                table,
                RECORD_LOCKS,
                records.partitionMaxLocks(),
                new Ranges(between(100, 10_000), between(100, 2_000), between(2_000, 10_000)));
        define(table, MAX_SIZE, defaults.maxSize(), between(1, 1_000));
        define(table, MAX_SESSIONS, records.maxSessions(), atLeast(1));
        table.defineInternal(
                PREFIX + INITIALIZE_RETRY_INTERVAL,
                Type.INT,
                defaults.initializeRetryIntervalMs(),
                atLeast(1),
                Importance.LOW,
                "See Kafka's documentation of " + PREFIX + INITIALIZE_RETRY_INTERVAL);
    }

    private static void bounded(ConfigDef table, String name, Bounded defaults, Ranges ranges) {
        define(table, name, defaults.value(), ranges.value());
        define(table, "min." + name, defaults.min(), ranges.min());
        define(table, "max." + name, defaults.max(), ranges.max());
    }

    private static void define(ConfigDef table, String name, int defaultValue, Range range) {
        table.define(
                PREFIX + name,
                Type.INT,
                defaultValue,
                range,
                Importance.MEDIUM,
                "See Kafka's documentation of " + PREFIX + name);
    }

    /**
     * Returns what the coordinator and the share partitions read.
     *
     * @throws ConfigException if properties contradict each other
     */
    static ShareGroupProperties of(Map<String, Object> values) {
        GroupValues group = new GroupValues(PREFIX, values);
        ShareGroupProperties properties = new ShareGroupProperties(
                group.bounded(SESSION_TIMEOUT),
                group.bounded(HEARTBEAT_INTERVAL),
                group.bounded(ASSIGNMENT_INTERVAL),
                group.number(MAX_SIZE),
                group.number(INITIALIZE_RETRY_INTERVAL),
                new ShareGroupProperties.Records(
                        group.bounded(LOCK_DURATION),
                        group.bounded(DELIVERY_COUNT_LIMIT),
                        group.bounded(RECORD_LOCKS),
                        group.number(MAX_SESSIONS)));
        group.requireBelow(HEARTBEAT_INTERVAL, SESSION_TIMEOUT);
        if (properties.records().maxSessions() < properties.maxSize()) {
            throw new ConfigException(
                    PREFIX + MAX_SESSIONS + " (" + properties.records().maxSessions() + ") must not be less than "
                            + PREFIX + MAX_SIZE + " (" + properties.maxSize() + ")");
        }
        return properties;
    }
}
