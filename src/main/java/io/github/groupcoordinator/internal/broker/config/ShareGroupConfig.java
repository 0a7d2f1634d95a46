package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.github.groupcoordinator.internal.broker.config.GroupDefinitions.Ranges;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupProperties;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
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

    static void define(ConfigDef table) {
        ShareGroupProperties defaults = ShareGroupProperties.defaults();
        ShareGroupProperties.Records records = defaults.records();
        GroupDefinitions group = new GroupDefinitions(table, PREFIX);
        group.bounded(SESSION_TIMEOUT, defaults.sessionTimeoutMs(), 1);
        group.bounded(HEARTBEAT_INTERVAL, defaults.heartbeatIntervalMs(), 1);
        group.bounded(ASSIGNMENT_INTERVAL, defaults.assignmentIntervalMs(), 0);
        group.bounded(
                LOCK_DURATION,
                records.lockDurationMs(),
                new Ranges(between(1_000, 3_600_000), between(1_000, 30_000), between(30_000, 3_600_000)));
        group.bounded(
                DELIVERY_COUNT_LIMIT,
                records.deliveryCountLimit(),
                new Ranges(between(2, 10), between(2, 5), between(5, 25)));
        group.bounded(
                RECORD_LOCKS,
                records.partitionMaxLocks(),
                new Ranges(between(100, 10_000), between(100, 2_000), between(2_000, 10_000)));
        group.number(MAX_SIZE, defaults.maxSize(), between(1, 1_000));
        group.number(MAX_SESSIONS, records.maxSessions(), atLeast(1));
        PropertyTable.defineInternal(table, PREFIX + INITIALIZE_RETRY_INTERVAL, defaults.initializeRetryIntervalMs());
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
