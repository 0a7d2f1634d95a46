package io.github.groupcoordinator.internal.cluster;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The application in a worker's loop, for one process of it. */
public interface Application<K, V> {

    /**
     * Handles what one poll returned.
     *
     * @throws Exception whatever an application may throw; its process dies of it
     */
    void handle(ConsumerRecords<K, V> records, Consumer<K, V> consumer) throws Exception;

    /** Returns what its consumer tells of rebalances. */
    ConsumerRebalanceListener listener(Consumer<K, V> consumer);
}
