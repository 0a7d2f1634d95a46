package io.github.groupcoordinator.benchmark;

import io.github.groupcoordinator.judge.kafka.KafkaUnderLoad;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whose coordinator is measured, and whether requests and responses go through Kafka's codecs. */
public enum Peer {
    OURS,
    KAFKA,
    OURS_WIRE,
    KAFKA_WIRE;

    /** Starts a coordinator that leads every partition of {@code __consumer_offsets}; topic {@code orders} exists. */
    public Coordinator start() {
        // A rebalance starts when the first member joins, as it does in a test that waits for nothing.
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("group.initial.rebalance.delay.ms", "3000");
        return switch (this) {
            case OURS -> new OursUnderLoad();
            case KAFKA -> new KafkaUnderLoad(properties);
            case OURS_WIRE -> new OverTheWire(new OursUnderLoad());
            case KAFKA_WIRE -> new OverTheWire(new KafkaUnderLoad(properties));
        };
    }
}
