package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.client.seam.MakesClients;
import io.github.groupcoordinator.internal.cluster.Application;
import io.github.groupcoordinator.internal.cluster.RunningWorker;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * A simulated application: a real consumer in the loop that applications have, {@code while (true) { poll(100 ms);
 * handle; }}. {@link InMemoryKafka#runFor} and {@link InMemoryKafka#runUntil} give all workers turns in a fixed order
 * on the calling thread, so that groups of many need no threads; otherwise they stand still. While a handler waits (in
 * {@code commitSync}, say) time passes and the other workers stand still, as threads do that are not scheduled.
 *
 * <p>It dies of what its handler or rebalance listener throws. Then nobody polls its consumer any more, which goes on
 * to send heartbeats until {@code max.poll.interval.ms} is over. The event log tells of it, and the test fails in the
 * end unless it has asked for the {@link #failure}. An {@link AssertionError} goes to the test at once. A {@code
 * wakeup()} ends the loop in an orderly way.
 *
 * <p>It is closed with the cluster.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@MakesClients
public final class Worker<K, V> implements AutoCloseable {
    private final RunningWorker<KafkaConsumer<K, V>> loop;

    Worker(RunningWorker<KafkaConsumer<K, V>> loop) {
        this.loop = loop;
    }

    /** Returns its {@code client.id}, which stays the same when it is restarted. */
    public String clientId() {
        return loop.clientId();
    }

    /** Returns its consumer: a new one after each {@link #restart}. */
    public KafkaConsumer<K, V> consumer() {
        return loop.consumer();
    }

    /** Returns whether its loop goes on: it has not been paused, crashed, died or been closed. */
    public boolean isRunning() {
        return loop.isRunning();
    }

    /** Returns what it died of; whoever has asked has seen it, and the test does not fail of it any more. */
    public Optional<Throwable> failure() {
        return loop.failure();
    }

    /**
     * Kills its process: no LeaveGroup, no more heartbeats; a handler that waits somewhere gets no further.
     * Does nothing if it has crashed or is closed.
     */
    public void crash() {
        loop.crash();
    }

    /**
     * Stops its whole process for a while, heartbeats included, as a long garbage collection does. Does nothing unless
     * it {@linkplain #isRunning runs}.
     *
     * @param duration virtual time; it goes on in its first turn after that
     */
    public void pause(Duration duration) {
        loop.pause(duration);
    }

    /**
     * Starts the application again as a new process would: a new consumer with the same configuration, and a new
     * handler if the worker was made with a supplier of handlers. A process that still runs is killed.
     */
    public void restart() {
        loop.restart();
    }

    /** Ends the loop in an orderly way: the consumer leaves its group. Does nothing if it has crashed or is closed. */
    @Override
    public void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return loop.toString();
    }

    /** Returns the application whose handler is the user's. */
    static <K, V> Application<KafkaConsumer<K, V>, K, V> handledBy(WorkerHandler<K, V> handler) {
        return new Handled<>(handler);
    }

    /** The application of a worker whose handler is the user's. */
    private record Handled<K, V>(WorkerHandler<K, V> handler) implements Application<KafkaConsumer<K, V>, K, V> {

        @Override
        public void begin(KafkaConsumer<K, V> consumer, Collection<String> topics) {
            consumer.subscribe(topics, listener(consumer));
        }

        @Override
        public void close(KafkaConsumer<K, V> consumer) {
            consumer.close();
        }

        @Override
        public void handle(ConsumerRecords<K, V> records, KafkaConsumer<K, V> consumer) throws Exception {
            handler.handle(records, consumer);
        }

        private ConsumerRebalanceListener listener(Consumer<K, V> consumer) {
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
}
