package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties;
import io.github.groupcoordinator.internal.coordinator.group.MigrationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The broker properties about the consumer protocol, {@code group.consumer.*}. */
final class ConsumerGroupConfig {
    private static final String PREFIX = "group.consumer.";

    private ConsumerGroupConfig() {}

    static void define(ConfigDef table) {
        ConsumerGroupProperties defaults = ConsumerGroupProperties.defaults();
        GroupDefinitions group = new GroupDefinitions(table, PREFIX);
        group.bounded("session.timeout.ms", defaults.sessionTimeoutMs(), 1);
        group.bounded("heartbeat.interval.ms", defaults.heartbeatIntervalMs(), 1);
        group.bounded("assignment.interval.ms", defaults.assignmentIntervalMs(), 0);
        group.number("max.size", Integer.MAX_VALUE, atLeast(1));
        group.define("assignors", Type.LIST, "uniform,range", ConfigDef.ValidList.in("uniform", "range"));
        group.number("regex.refresh.interval.ms", 600_000, atLeast(10_000));
        group.define(
                "migration.policy",
                Type.STRING,
                "bidirectional",
                ConfigDef.CaseInsensitiveValidString.in("bidirectional", "upgrade", "downgrade", "disabled"));
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
