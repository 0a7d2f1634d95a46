package io.github.groupcoordinator.internal.broker.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The definitions of the broker's properties for one type of group, below a prefix such as {@code group.consumer.}. */
record GroupDefinitions(ConfigDef table, String prefix) {

    void define(String name, Type type, Object defaultValue, ConfigDef.Validator validator) {
        PropertyTable.define(table, prefix + name, type, defaultValue, validator);
    }

    void number(String name, int defaultValue, Range range) {
        define(name, Type.INT, defaultValue, range);
    }

    /** Defines a number with the bounds that it sets to groups, all of them at least {@code least}. */
    void bounded(String name, Bounded defaults, int least) {
        bounded(name, defaults, new Ranges(atLeast(least), atLeast(least), atLeast(least)));
    }

    /** Defines a number with the bounds that it sets to groups. */
    void bounded(String name, Bounded defaults, Ranges ranges) {
        number(name, defaults.value(), ranges.value());
        number("min." + name, defaults.min(), ranges.min());
        number("max." + name, defaults.max(), ranges.max());
    }

    /** The ranges of a property and of the bounds that it sets to groups. */
    record Ranges(Range value, Range min, Range max) {}
}
