package io.github.groupcoordinator.internal.broker;

import org.jspecify.annotations.Nullable;

/** Where a configuration value comes from, by Kafka's numbers. */
final class ConfigSources {
    static final byte TOPIC = 1;
    static final byte STATIC_BROKER = 4;
    static final byte DEFAULT = 5;

    private ConfigSources() {}

    static byte of(TopicConfig config, String name) {
        if (config.overrides().containsKey(name)) {
            return TOPIC;
        }
        String synonym = TopicConfig.brokerSynonym(name);
        return synonym == null ? DEFAULT : of(config.broker(), synonym);
    }

    static byte of(BrokerConfig config, @Nullable String name) {
        return name != null && config.isGiven(name) ? STATIC_BROKER : DEFAULT;
    }
}
