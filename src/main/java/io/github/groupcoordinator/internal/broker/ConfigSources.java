package io.github.groupcoordinator.internal.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.jspecify.annotations.Nullable;

/** Where a configuration value comes from, by Kafka's numbers, the nearest first. */
final class ConfigSources {
    static final byte TOPIC = 1;
    static final byte DYNAMIC_BROKER = 2;
    static final byte DYNAMIC_CLUSTER = 3;
    static final byte STATIC_BROKER = 4;
    static final byte DEFAULT = 5;

    private ConfigSources() {}

    /** Returns where a topic's value comes from. */
    static byte of(TopicConfig config, String name) {
        return first(synonyms(config, name));
    }

    /** Returns where a broker's value comes from. */
    static byte of(BrokerConfig config, String name) {
        return first(synonyms(config, name));
    }

    /** A value that comes from nowhere else is Kafka's default. */
    static byte first(List<DescribeConfigsSynonym> synonyms) {
        return synonyms.isEmpty() ? DEFAULT : synonyms.get(0).source();
    }

    /** Returns all that is said about a topic's value. */
    static List<DescribeConfigsSynonym> synonyms(TopicConfig config, String name) {
        List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
        if (config.overrides().containsKey(name)) {
            synonyms.add(synonym(name, config.text(name), TOPIC));
        }
        String broker = TopicConfig.brokerSynonym(name);
        if (broker != null) {
            synonyms.addAll(synonyms(config.broker(), broker));
        }
        return synonyms;
    }

    /** Returns all that is said about a broker's value. */
    static List<DescribeConfigsSynonym> synonyms(BrokerConfig config, String name) {
        List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
        add(synonyms, config.ofBroker(), name, DYNAMIC_BROKER);
        add(synonyms, config.ofCluster(), name, DYNAMIC_CLUSTER);
        add(synonyms, config.given(), name, STATIC_BROKER);
        String byDefault = BrokerConfig.defaults().text(name);
        if (byDefault != null) {
            synonyms.add(synonym(name, byDefault, DEFAULT));
        }
        return synonyms;
    }

    private static void add(
            List<DescribeConfigsSynonym> synonyms, Map<String, String> values, String name, byte source) {
        String value = values.get(name);
        if (value != null) {
            synonyms.add(synonym(name, value, source));
        }
    }

    private static DescribeConfigsSynonym synonym(String name, @Nullable String value, byte source) {
        return new DescribeConfigsSynonym().setName(name).setValue(value).setSource(source);
    }
}
