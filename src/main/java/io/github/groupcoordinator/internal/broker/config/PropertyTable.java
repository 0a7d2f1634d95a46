package io.github.groupcoordinator.internal.broker.config;

import io.github.groupcoordinator.internal.text.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Properties by their Kafka names, with types, defaults and ranges; what is not defined here is refused by name. */
public final class PropertyTable {
    private final String kind;
    private final ConfigDef definitions;
    private final Collection<String> unread;
    private final SortedMap<String, Object> defaults;

    /**
     * @param kind shown in messages: {@code "broker property"} or {@code "topic config"}
     */
    public PropertyTable(String kind, ConfigDef definitions) {
        this(kind, definitions, Collections.emptyList());
    }

    /**
     * @param unread names that are Kafka's, too, and that somebody who mistypes may have meant
     */
    PropertyTable(String kind, ConfigDef definitions, Collection<String> unread) {
        this.kind = kind;
        this.definitions = definitions;
        this.unread = unread;
        this.defaults = new TreeMap<>(definitions.parse(Collections.emptyMap()));
    }

    /** Defines a property of a table that is being made; without a validator it may be whatever its type allows. */
    static void define(
            ConfigDef table,
            String name,
            Type type,
            @Nullable Object defaultValue,
            ConfigDef.@Nullable Validator validator) {
        table.define(name, type, defaultValue, validator, Importance.MEDIUM, seeKafkas(name));
    }

    /** Defines a number, of at least 1, that Kafka takes and tells nobody of. */
    static void defineInternal(ConfigDef table, String name, int defaultValue) {
        table.defineInternal(name, Type.INT, defaultValue, Range.atLeast(1), Importance.LOW, seeKafkas(name));
    }

    private static String seeKafkas(String name) {
        return "See Kafka's documentation of " + name;
    }

    /** Returns the names in alphabetical order; those that Kafka takes and tells nobody of are left out. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        new TreeMap<>(definitions.configKeys()).forEach((name, key) -> {
            if (!key.internalConfig) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * Returns every property with its parsed value.
     *
     * @throws ConfigException if a name is not known or a value does not fit
     */
    Map<String, Object> parse(Map<String, String> given) {
        for (String name : new TreeMap<>(given).keySet()) {
            requireKnown(name);
        }
        // Each cluster has such a table, and most leave it as it is.
        return new TreeMap<>(given.isEmpty() ? defaults : definitions.parse(given));
    }

    public void requireKnown(String name) {
        if (!definitions.configKeys().containsKey(name)) {
            throw new ConfigException(
                    "Unknown " + kind + " name, or one of Kafka's that is not read here: " + name + advice(name));
        }
    }

    /** Returns a value as Kafka writes it in a response. */
    @Nullable
    String text(String name, @Nullable Object value) {
        ConfigDef.ConfigKey key = definitions.configKeys().get(name);
        return key == null ? null : ConfigDef.convertToString(value, key.type);
    }

    public Type type(String name) {
        ConfigDef.ConfigKey key = definitions.configKeys().get(name);
        if (key == null) {
            throw new IllegalArgumentException("Unknown " + kind + " name: " + name);
        }
        return key.type;
    }

    /** Returns Kafka's default as Kafka writes it in a response. */
    @Nullable
    public String defaultText(String name) {
        ConfigDef.ConfigKey key = definitions.configKeys().get(name);
        return key == null || !key.hasDefault() ? null : text(name, key.defaultValue);
    }

    public String documentation(String name) {
        ConfigDef.ConfigKey key = definitions.configKeys().get(name);
        return key == null ? "" : key.documentation;
    }

    /** Says which name may be meant: none, if all are far from it. */
    private String advice(String name) {
        List<String> candidates = names();
        candidates.addAll(unread);
        String best = NearestName.of(name, candidates, Integer.MAX_VALUE - 1);
        boolean isNear = NearestName.distance(name, best) <= name.length() / 2 || best.startsWith(name);
        return isNear ? "; the nearest known one is " + best : "";
    }
}
