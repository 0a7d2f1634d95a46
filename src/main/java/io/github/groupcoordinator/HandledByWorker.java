package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.cluster.Application;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** The application of a worker whose handler is the user's. */
record HandledByWorker<K, V>(WorkerHandler<K, V> handler) implements Application<K, V> {

    @Override
    public void handle(ConsumerRecords<K, V> records, Consumer<K, V> consumer) throws Exception {
        handler.handle(records, consumer);
    }

    @Override
    public ConsumerRebalanceListener listener(Consumer<K, V> consumer) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                handler.onPartitionsAssigned(partitions, consumer);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                handler.onPartitionsRevoked(partitions, consumer);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                handler.onPartitionsLost(partitions, consumer);
            }
        };
    }
}
