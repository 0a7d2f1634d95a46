package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.client.consumer.ConsumerClient;
import io.github.groupcoordinator.internal.client.position.PositionResets;
import org.apache.kafka.common.TopicPartition;

/** The side of a cluster that hears of positions which its consumers reset. */
@FunctionalInterface
public interface PositionListener {

    /** Takes one reset, with the consumer's {@code auto.offset.reset}. */
    void reset(ConsumerClient client, String policy, TopicPartition partition, PositionResets.Reset reset);
}
