package io.github.groupcoordinator;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * The work of an application in its loop with what it polls, and in its rebalance listener. It may use its consumer as
 * any application does: commit, pause, seek. What it throws ends the loop, as it ends an application's thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@FunctionalInterface
public interface WorkerHandler<K, V> {

    /**
     * Takes what one {@code poll} returned: records, or none after 100 virtual milliseconds without any.
     *
     * @throws Exception whatever an application may throw; the worker dies of it
     */
    void handle(ConsumerRecords<K, V> records, Consumer<K, V> consumer) throws Exception;

    /** As of a {@link org.apache.kafka.clients.consumer.ConsumerRebalanceListener}. */
    default void onPartitionsAssigned(Collection<TopicPartition> partitions, Consumer<K, V> consumer) {}

    /** As of a {@link org.apache.kafka.clients.consumer.ConsumerRebalanceListener}. */
    default void onPartitionsRevoked(Collection<TopicPartition> partitions, Consumer<K, V> consumer) {}

    /** As of a {@link org.apache.kafka.clients.consumer.ConsumerRebalanceListener}; like there, revoked by default. */
    default void onPartitionsLost(Collection<TopicPartition> partitions, Consumer<K, V> consumer) {
        onPartitionsRevoked(partitions, consumer);
    }
}
