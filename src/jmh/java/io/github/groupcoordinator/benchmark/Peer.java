package io.github.groupcoordinator.benchmark;

import io.github.groupcoordinator.judge.kafka.KafkaUnderLoad;

/**
 * The coordinator that is measured, with requests and responses that go through Kafka's codecs or not. Nobody's answers
 * at once: it shows what the load and the codecs cost by themselves.
 */
public enum Peer {
    OURS,
    KAFKA,
    NOBODY,
    OURS_WIRE,
    KAFKA_WIRE,
    NOBODY_WIRE;

    /** Starts a coordinator that leads every partition of {@code __consumer_offsets}; topic {@code orders} exists. */
    public Coordinator start() {
        return start(Load.TOPIC_PARTITIONS);
    }

    /** Starts a coordinator for a topic {@code orders} of so many partitions. */
    public Coordinator start(int topicPartitions) {
        return switch (this) {
            case OURS -> new OursUnderLoad(topicPartitions);
            case KAFKA -> new KafkaUnderLoad(topicPartitions);
            case NOBODY -> new Nobody();
            case OURS_WIRE -> new OverTheWire(OURS.start(topicPartitions));
            case KAFKA_WIRE -> new OverTheWire(KAFKA.start(topicPartitions));
            case NOBODY_WIRE -> new OverTheWire(NOBODY.start(topicPartitions));
        };
    }
}
