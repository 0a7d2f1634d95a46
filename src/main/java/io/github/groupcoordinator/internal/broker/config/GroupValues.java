package io.github.groupcoordinator.internal.broker.config;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * The broker's values for one type of group, below a prefix such as {@code group.consumer.}.
 *
 * @param values all values of the broker, as they were read
 */
record GroupValues(String prefix, Map<String, Object> values) {

    /**
     * Returns a value with the bounds that it has for groups.
     *
     * @throws ConfigException if it is outside of them
     */
    Bounded bounded(String name) {
        Bounded bounded = new Bounded(number(name), number("min." + name), number("max." + name));
        if (bounded.value() < bounded.min() || bounded.value() > bounded.max()) {
            throw new ConfigException(prefix + name + " (" + bounded.value() + ") must be from " + prefix + "min."
                    + name + " (" + bounded.min() + ") to " + prefix + "max." + name + " (" + bounded.max() + ")");
        }
        return bounded;
    }

    int number(String name) {
        if (values.get(prefix + name) instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException("Not a number: " + prefix + name);
    }

    /**
     * Refuses heartbeats that are no more frequent than sessions are long.
     *
     * @throws ConfigException if they are not
     */
    void requireBelow(String heartbeat, String session) {
        if (number(heartbeat) >= number(session)) {
            throw new ConfigException(prefix + heartbeat + " (" + number(heartbeat) + ") must be less than " + prefix
                    + session + " (" + number(session) + ")");
        }
    }
}
