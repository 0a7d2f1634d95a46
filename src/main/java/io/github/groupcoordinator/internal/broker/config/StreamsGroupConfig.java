package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.coordinator.group.streams.StreamsGroupProperties;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The broker properties about streams groups, {@code group.streams.*} (KIP-1071). */
final class StreamsGroupConfig {
    private static final String PREFIX = "group.streams.";
    private static final String SESSION_TIMEOUT = "session.timeout.ms";
    private static final String HEARTBEAT_INTERVAL = "heartbeat.interval.ms";
    private static final String ASSIGNMENT_INTERVAL = "assignment.interval.ms";
    private static final String STANDBY_REPLICAS = "num.standby.replicas";
    private static final String MAX_STANDBY_REPLICAS = "max.standby.replicas";
    private static final String INITIAL_REBALANCE_DELAY = "initial.rebalance.delay.ms";
    private static final String MAX_SIZE = "max.size";

    private StreamsGroupConfig() {}

    static void define(ConfigDef table) {
        StreamsGroupProperties defaults = StreamsGroupProperties.defaults();
        GroupDefinitions group = new GroupDefinitions(table, PREFIX);
        group.bounded(SESSION_TIMEOUT, defaults.sessionTimeoutMs(), 1);
        group.bounded(HEARTBEAT_INTERVAL, defaults.heartbeatIntervalMs(), 1);
        group.bounded(ASSIGNMENT_INTERVAL, defaults.assignmentIntervalMs(), 0);
        group.number(STANDBY_REPLICAS, defaults.numStandbyReplicas().value(), atLeast(0));
        group.number(MAX_STANDBY_REPLICAS, defaults.numStandbyReplicas().max(), atLeast(0));
        group.number(INITIAL_REBALANCE_DELAY, defaults.initialRebalanceDelayMs(), atLeast(0));
        group.number(MAX_SIZE, defaults.maxSize(), atLeast(1));
    }

    /**
     * Returns what the coordinator reads.
     *
     * @throws ConfigException if properties contradict each other
     */
    static StreamsGroupProperties of(Map<String, Object> values) {
        GroupValues group = new GroupValues(PREFIX, values);
        Bounded standby = new Bounded(group.number(STANDBY_REPLICAS), 0, group.number(MAX_STANDBY_REPLICAS));
        if (standby.value() > standby.max()) {
            throw new ConfigException(PREFIX + STANDBY_REPLICAS + " (" + standby.value() + ") must not be greater than "
                    + PREFIX + MAX_STANDBY_REPLICAS + " (" + standby.max() + ")");
        }
        StreamsGroupProperties properties = new StreamsGroupProperties(
                group.bounded(SESSION_TIMEOUT),
                group.bounded(HEARTBEAT_INTERVAL),
                group.bounded(ASSIGNMENT_INTERVAL),
                standby,
                group.number(INITIAL_REBALANCE_DELAY),
                group.number(MAX_SIZE));
        group.requireBelow(HEARTBEAT_INTERVAL, SESSION_TIMEOUT);
        return properties;
    }
}
