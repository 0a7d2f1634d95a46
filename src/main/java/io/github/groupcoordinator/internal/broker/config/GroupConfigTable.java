package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties;
import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/** The configurations that a consumer-protocol group may have of its own, in place of the broker's (KIP-848). */
public final class GroupConfigTable {
    private static final PropertyTable TABLE = new PropertyTable("group config", definitions());

    private GroupConfigTable() {}

    private static ConfigDef definitions() {
        ConsumerGroupProperties defaults = ConsumerGroupProperties.defaults();
        ConfigDef definitions = new ConfigDef();
        define(definitions, GroupConfigs.SESSION_TIMEOUT, defaults.sessionTimeoutMs(), 1);
        define(definitions, GroupConfigs.HEARTBEAT_INTERVAL, defaults.heartbeatIntervalMs(), 1);
        define(definitions, GroupConfigs.ASSIGNMENT_INTERVAL, defaults.assignmentIntervalMs(), 0);
        return definitions;
    }

    private static void define(ConfigDef definitions, String name, Bounded defaults, int least) {
        definitions.define(
                name,
                Type.INT,
                defaults.value(),
                atLeast(least),
                Importance.MEDIUM,
                "See Kafka's documentation of " + name);
    }

    public static PropertyTable table() {
        return TABLE;
    }

    /**
     * Returns a group's own values if they are valid together with the broker's.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a name is not known or a value is no such number
     * @throws InvalidConfigurationException if a value is beyond what the broker allows
     */
    public static SortedMap<String, String> validated(Map<String, String> own, ConsumerGroupProperties broker) {
        Map<String, Object> values = TABLE.parse(own);
        int heartbeat = bounded(values, own, GroupConfigs.HEARTBEAT_INTERVAL, broker.heartbeatIntervalMs());
        int session = bounded(values, own, GroupConfigs.SESSION_TIMEOUT, broker.sessionTimeoutMs());
        bounded(values, own, GroupConfigs.ASSIGNMENT_INTERVAL, broker.assignmentIntervalMs());
        if (session <= heartbeat) {
            throw new InvalidConfigurationException(
                    GroupConfigs.SESSION_TIMEOUT + " must be greater than " + GroupConfigs.HEARTBEAT_INTERVAL);
        }
        return new TreeMap<>(own);
    }

    private static int bounded(Map<String, Object> values, Map<String, String> own, String name, Bounded broker) {
        if (!own.containsKey(name)) {
            return broker.value();
        }
        int value = (Integer) values.getOrDefault(name, broker.value());
        String property = "group." + name.replaceFirst("consumer\\.", "consumer.%s.");
        if (value < broker.min()) {
            throw new InvalidConfigurationException(
                    name + " must be greater than or equal to " + String.format(property, "min"));
        }
        if (value > broker.max()) {
            throw new InvalidConfigurationException(
                    name + " must be less than or equal to " + String.format(property, "max"));
        }
        return value;
    }
}
