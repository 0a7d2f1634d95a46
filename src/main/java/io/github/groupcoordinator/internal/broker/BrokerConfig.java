package io.github.groupcoordinator.internal.broker;

import java.util.Map;

/** The broker properties, by Kafka's names and with Kafka's defaults. */
public final class BrokerConfig {

    private BrokerConfig() {}

    /**
     * Reads broker properties by their Kafka names; what is not named has Kafka's default.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a name is unknown (the message names the nearest
     *     known one) or a value is not valid (the message names the property and its range)
     */
    public static BrokerConfig of(Map<String, String> properties) {
        throw new UnsupportedOperationException("not written yet: " + properties);
    }
}
