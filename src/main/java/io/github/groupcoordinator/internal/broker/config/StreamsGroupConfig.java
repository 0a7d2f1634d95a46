package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.coordinator.group.streams.StreamsGroupProperties;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The broker properties about streams groups, {@code group.streams.*} (KIP-1071). */
final class StreamsGroupConfig {
    static final String PREFIX = "group.streams.";
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
        bounded(table, SESSION_TIMEOUT, defaults.sessionTimeoutMs(), 1);
        bounded(table, HEARTBEAT_INTERVAL, defaults.heartbeatIntervalMs(), 1);
        bounded(table, ASSIGNMENT_INTERVAL, defaults.assignmentIntervalMs(), 0);
        define(table, STANDBY_REPLICAS, defaults.numStandbyReplicas().value(), 0);
        define(table, MAX_STANDBY_REPLICAS, defaults.numStandbyReplicas().max(), 0);
        define(table, INITIAL_REBALANCE_DELAY, defaults.initialRebalanceDelayMs(), 0);
        define(table, MAX_SIZE, defaults.maxSize(), 1);
    }

    private static void bounded(ConfigDef table, String name, Bounded defaults, int least) {
        define(table, name, defaults.value(), least);
        define(table, "min." + name, defaults.min(), least);
        define(table, "max." + name, defaults.max(), least);
    }

    private static void define(ConfigDef table, String name, int defaultValue, int least) {
        table.define(
                PREFIX + name,
                Type.INT,
                defaultValue,
                atLeast(least),
                Importance.MEDIUM,
                "See Kafka's documentation of " + PREFIX + name);
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
