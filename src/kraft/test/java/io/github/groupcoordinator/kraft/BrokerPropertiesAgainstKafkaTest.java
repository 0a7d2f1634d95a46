package io.github.groupcoordinator.kraft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.groupcoordinator.internal.broker.config.BrokerConfig;
import io.github.groupcoordinator.internal.broker.config.UnreadProperties;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.apache.kafka.server.config.DynamicBrokerConfig;
import org.junit.jupiter.api.Test;

/** The broker properties that are read here, and those that are not, are together Kafka's own, and of Kafka's types. */
class BrokerPropertiesAgainstKafkaTest {

    /** Returns the properties that are read here, the internal ones included, of which nobody is told. */
    private static SortedSet<String> read() {
        SortedSet<String> read = new TreeSet<>(BrokerConfig.names());
        AbstractKafkaConfig.CONFIG_DEF.configKeys().forEach((name, key) -> {
            if (key.internalConfig && !UnreadProperties.known().containsKey(name)) {
                read.add(name);
            }
        });
        return read;
    }

    @Test
    void everyPropertyOfKafkasIsKnownByItsTypeAndNoOther() {
        SortedMap<String, Type> kafkas = new TreeMap<>();
        AbstractKafkaConfig.CONFIG_DEF
                .configKeys()
                .forEach((name, key) -> kafkas.put(name, key.type == Type.CLASS ? Type.STRING : key.type));
        SortedMap<String, Type> ours = new TreeMap<>(UnreadProperties.known());
        read().forEach(name -> ours.put(name, BrokerConfig.table().type(name)));

        assertEquals(kafkas, ours);
    }

    @Test
    void defaultsAreKafkas() {
        SortedMap<String, Object> kafkas = new TreeMap<>();
        SortedMap<String, Object> ours = new TreeMap<>();
        Map<String, Object> defaults = AbstractKafkaConfig.CONFIG_DEF.defaultValues();
        for (String name : read()) {
            kafkas.put(
                    name,
                    String.valueOf(AbstractKafkaConfig.CONFIG_DEF.convertToString(
                            defaults.get(name),
                            AbstractKafkaConfig.CONFIG_DEF.configKeys().get(name).type)));
            ours.put(name, String.valueOf(BrokerConfig.table().defaultText(name)));
        }

        assertEquals(kafkas, ours);
    }

    @Test
    void whatMayChangeWhileABrokerRunsIsKafkas() {
        SortedMap<String, Boolean> kafkas = new TreeMap<>();
        SortedMap<String, Boolean> ours = new TreeMap<>();
        for (String name : read()) {
            kafkas.put(name, DynamicBrokerConfig.ALL_DYNAMIC_CONFIGS.contains(name));
            ours.put(name, BrokerConfig.isDynamic(name));
        }

        assertEquals(kafkas, ours);
    }
}
