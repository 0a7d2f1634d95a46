package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.jspecify.annotations.Nullable;

/** The sources of a configuration value, by Kafka's numbers, the nearest first. */
final class ConfigSources {
    static final byte TOPIC = 1;
    static final byte DYNAMIC_BROKER = 2;
    static final byte DYNAMIC_CLUSTER = 3;
    static final byte STATIC_BROKER = 4;
    static final byte DEFAULT = 5;
    static final byte GROUP = 8;

    private ConfigSources() {}

    /** Returns where a topic's value comes from. */
    public static byte of(TopicConfig config, String name) {
        return first(synonyms(config, name));
    }

    /** Returns where a broker's value comes from. */
    public static byte of(BrokerConfig config, String name) {
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
        synonyms.addAll(synonyms(config.broker(), TopicConfig.brokerSynonyms(name)));
        return synonyms;
    }

    /**
     * Returns all that is said about a group's value.
     *
     * @param own what the group has of its own
     */
    static List<DescribeConfigsSynonym> synonyms(BrokerConfig config, Map<String, String> own, String name) {
        List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
        if (own.containsKey(name)) {
            synonyms.add(synonym(name, own.get(name), GROUP));
        }
        synonyms.addAll(synonyms(config, brokerSynonym(name)));
        return synonyms;
    }

    /** Returns the broker property that a group's default comes from. */
    static String brokerSynonym(String groupConfig) {
        return "group." + groupConfig;
    }

    /** Returns all that is said about a broker's value. */
    static List<DescribeConfigsSynonym> synonyms(BrokerConfig config, String name) {
        return synonyms(config, List.of(name));
    }

    /** As in Kafka, what the other names say counts only behind something that the first one says. */
    private static List<DescribeConfigsSynonym> synonyms(BrokerConfig config, List<String> names) {
        List<DescribeConfigsSynonym> synonyms = new ArrayList<>();
        add(synonyms, names, config.ofBroker()::get, DYNAMIC_BROKER);
        add(synonyms, names, config.ofCluster()::get, DYNAMIC_CLUSTER);
        add(synonyms, names, config.given()::get, STATIC_BROKER);
        add(synonyms, names, BrokerConfig.defaults()::text, DEFAULT);
        while (!synonyms.isEmpty() && !synonyms.get(0).name().equals(names.get(0))) {
            synonyms.remove(0);
        }
        return synonyms;
    }

    private static void add(
            List<DescribeConfigsSynonym> synonyms,
            List<String> names,
            Function<String, @Nullable String> values,
            byte source) {
        for (String name : names) {
            String value = values.apply(name);
            if (value != null) {
                synonyms.add(synonym(name, value, source));
            }
        }
    }

    private static DescribeConfigsSynonym synonym(String name, @Nullable String value, byte source) {
        return new DescribeConfigsSynonym().setName(name).setValue(value).setSource(source);
    }
}
