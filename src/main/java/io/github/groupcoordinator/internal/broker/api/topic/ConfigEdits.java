package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.broker.config.PropertyTable;
import io.github.groupcoordinator.internal.broker.wire.Duplicates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The changes that a request asks for in the values of one resource.
 *
 * @param replacesAll whether values that are not named go back to their defaults, as in the legacy AlterConfigs
 */
record ConfigEdits(List<Edit> edits, boolean replacesAll) {

    /** The ways to change a value, in the order of Kafka's numbers. */
    enum Op {
        SET,
        DELETE,
        APPEND,
        SUBTRACT;

        public static Op of(byte id) {
            if (id < 0 || id >= values().length) {
                throw new InvalidRequestException("Unknown operations type " + id);
            }
            return values()[id];
        }
    }

    /** One value and what becomes of it. */
    record Edit(String name, byte op, @Nullable String value) {}

    List<String> names() {
        return edits.stream().map(Edit::name).toList();
    }

    /** Refuses what makes no sense for any resource, in Kafka's words and order. */
    void requireSensible() {
        if (!Duplicates.of(names()).isEmpty()) {
            throw new InvalidRequestException("Error due to duplicate config keys");
        }
        List<String> nulls = edits.stream()
                .filter(edit -> edit.value() == null && edit.op() != Op.DELETE.ordinal())
                .map(Edit::name)
                .toList();
        if (!nulls.isEmpty()) {
            throw new InvalidRequestException("Null value not supported for : " + String.join(", ", nulls));
        }
    }

    /** Returns the values that a resource has afterwards, its defaults left out. */
    Map<String, String> applyTo(Map<String, String> current, PropertyTable table) {
        Map<String, String> values = replacesAll ? new TreeMap<>() : new TreeMap<>(current);
        for (Edit edit : edits) {
            String value = edit.value() == null ? "" : edit.value();
            Op op = Op.of(edit.op());
            switch (op) {
                case SET -> values.put(edit.name(), value);
                case DELETE -> values.remove(edit.name());
                case APPEND, SUBTRACT -> {
                    requireList(edit.name(), op, table);
                    List<String> parts = parts(values.getOrDefault(edit.name(), table.defaultText(edit.name())));
                    for (String part : value.split(",", -1)) {
                        if (op == Op.SUBTRACT) {
                            parts.remove(part);
                        } else if (!parts.contains(part)) {
                            parts.add(part);
                        }
                    }
                    values.put(edit.name(), String.join(",", parts));
                }
            }
        }
        return values;
    }

    private static void requireList(String name, Op op, PropertyTable table) {
        table.requireKnown(name);
        if (table.type(name) != ConfigDef.Type.LIST) {
            throw new InvalidConfigurationException(
                    "Can't " + op + " to key " + name + " because its type is not LIST.");
        }
    }

    private static List<String> parts(@Nullable String value) {
        List<String> parts = new ArrayList<>();
        if (value != null) {
            parts.addAll(Arrays.asList(value.split(",", -1)));
            parts.removeIf(String::isEmpty);
        }
        return parts;
    }
}
