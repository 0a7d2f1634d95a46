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
        ConsumerGroupProperties properties = new ConsumerGroupProperties(
                bounded(values, "session.timeout.ms"),
                bounded(values, "heartbeat.interval.ms"),
                bounded(values, "assignment.interval.ms"),
                number(values, "max.size"),
                assignors(values.get(PREFIX + "assignors")),
                number(values, "regex.refresh.interval.ms"),
                MigrationPolicy.valueOf(
                        String.valueOf(values.get(PREFIX + "migration.policy")).toUpperCase(Locale.ROOT)));
        int heartbeat = properties.heartbeatIntervalMs().value();
        if (heartbeat >= properties.sessionTimeoutMs().value()) {
            throw new ConfigException(PREFIX + "heartbeat.interval.ms (" + heartbeat + ") must be less than " + PREFIX
                    + "session.timeout.ms (" + properties.sessionTimeoutMs().value() + ")");
        }
        return properties;
    }

    private static Bounded bounded(Map<String, Object> values, String name) {
        Bounded bounded =
                new Bounded(number(values, name), number(values, "min." + name), number(values, "max." + name));
        if (bounded.value() < bounded.min() || bounded.value() > bounded.max()) {
            throw new ConfigException(PREFIX + name + " (" + bounded.value() + ") must be from " + PREFIX + "min."
                    + name + " (" + bounded.min() + ") to " + PREFIX + "max." + name + " (" + bounded.max() + ")");
        }
        return bounded;
    }

    private static int number(Map<String, Object> values, String name) {
        if (values.get(PREFIX + name) instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException("Not a number: " + PREFIX + name);
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
