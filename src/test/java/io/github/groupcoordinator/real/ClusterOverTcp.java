package io.github.groupcoordinator.real;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.InMemoryKafkaConfig;
import io.github.groupcoordinator.ListenerConfig;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Another cluster of ours, behind a listener in system time, in the place of Kafka's. */
final class ClusterOverTcp {
    /** The topic that every run leaves there. */
    static final String MARKER = "embedded-group-coordinator-marker";

    private ClusterOverTcp() {}

    /** Returns one whose groups do not wait for latecomers. */
    static InMemoryKafkaConfig.Builder config() {
        return InMemoryKafkaConfig.builder()
                .listener(ListenerConfig.inSystemTime())
                .brokerProperty("group.initial.rebalance.delay.ms", "0");
    }

    /** Returns what a test on it begins with. */
    static InMemoryKafkaConfig.Builder testOn(InMemoryKafka there) {
        return InMemoryKafkaConfig.builder().cluster(at(there));
    }

    static RealClusterConfig at(InMemoryKafka there) {
        return RealClusterConfig.at(there.bootstrapServers());
    }

    /** Returns the configuration of a consumer, or share consumer, of strings. */
    static Map<String, Object> member(String group) {
        Map<String, Object> config = new TreeMap<>();
        config.put("group.id", group);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        return config;
    }
}
