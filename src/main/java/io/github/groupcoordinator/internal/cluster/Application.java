package io.github.groupcoordinator.internal.cluster;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * The application in a worker's loop, for one process of it.
 *
 * @param <C> what it polls: a consumer, or a share consumer
 */
public interface Application<C, K, V> {

    /** Begins to work with a consumer that is new: subscribes, with what it wants to be told. */
    void begin(C consumer, Collection<String> topics);

    /**
     * Handles what one poll returned.
     *
     * @throws Exception whatever an application may throw; its process dies of it
     */
    void handle(ConsumerRecords<K, V> records, C consumer) throws Exception;

    /** Closes the consumer in an orderly way. */
    void close(C consumer);
}
