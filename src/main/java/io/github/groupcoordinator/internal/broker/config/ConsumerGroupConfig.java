package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties;
import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.coordinator.group.MigrationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The broker properties about the consumer protocol, {@code group.consumer.*}. */
final class ConsumerGroupConfig {
    private static final String PREFIX = "group.consumer.";

    private ConsumerGroupConfig() {}

    static void define(ConfigDef table) {
        bounded(table, "session.timeout.ms", ConsumerGroupProperties.defaults().sessionTimeoutMs(), 1);
        bounded(
                table,
                "heartbeat.interval.ms",
                ConsumerGroupProperties.defaults().heartbeatIntervalMs(),
                1);
        bounded(
                table,
                "assignment.interval.ms",
                ConsumerGroupProperties.defaults().assignmentIntervalMs(),
                0);
        define(table, "max.size", Type.INT, Integer.MAX_VALUE, atLeast(1));
        define(table, "assignors", Type.LIST, "uniform,range", ConfigDef.ValidList.in("uniform", "range"));
        define(table, "regex.refresh.interval.ms", Type.INT, 600_000, atLeast(10_000));
        define(
                table,
                "migration.policy",
                Type.STRING,
                "bidirectional",
                ConfigDef.CaseInsensitiveValidString.in("bidirectional", "upgrade", "downgrade", "disabled"));
    }

    private static void bounded(ConfigDef table, String name, Bounded defaults, int least) {
        define(table, name, Type.INT, defaults.value(), atLeast(least));
        define(table, "min." + name, Type.INT, defaults.min(), atLeast(least));
        define(table, "max." + name, Type.INT, defaults.max(), atLeast(least));
    }

    private static void define(
            ConfigDef table, String name, Type type, Object defaultValue, ConfigDef.@Nullable Validator validator) {
        table.define(
                PREFIX + name,
                type,
                defaultValue,
                validator,
                Importance.MEDIUM,
                "See Kafka's documentation of " + PREFIX + name);
    }

    /**
     * Returns what the coordinator reads.
     *
     * @throws ConfigException if properties contradict each other
     */
    public static ConsumerGroupProperties of(Map<String, Object> values) {
        GroupValues group = new GroupValues(PREFIX, values);
        ConsumerGroupProperties properties = new ConsumerGroupProperties(
                group.bounded("session.timeout.ms"),
                group.bounded("heartbeat.interval.ms"),
                group.bounded("assignment.interval.ms"),
                group.number("max.size"),
                assignors(values.get(PREFIX + "assignors")),
                group.number("regex.refresh.interval.ms"),
                MigrationPolicy.valueOf(
                        String.valueOf(values.get(PREFIX + "migration.policy")).toUpperCase(Locale.ROOT)));
        group.requireBelow("heartbeat.interval.ms", "session.timeout.ms");
        return properties;
    }

    private static List<String> assignors(@Nullable Object names) {
        List<String> assignors = new ArrayList<>();
        if (names instanceof List<?> list) {
            list.forEach(name -> assignors.add(String.valueOf(name)));
        }
        if (assignors.isEmpty()) {
            throw new ConfigException(PREFIX + "assignors must name at least one assignor");
        }
        return assignors;
    }
}
