package io.github.groupcoordinator;

import io.github.groupcoordinator.internal.client.seam.MakesClients;
import io.github.groupcoordinator.internal.cluster.Application;
import io.github.groupcoordinator.internal.cluster.RunningWorker;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apiguardian.api.API;

/**
 * A simulated application of a share group (KIP-932): a real share consumer in the loop that applications have, {@code
 * while (true) { poll(100 ms); handle and acknowledge each record; }}. {@link InMemoryKafka#runFor} and {@link
 * InMemoryKafka#runUntil} give it turns as they do to a {@link Worker}, and like that it dies of what its handler
 * throws, restarts, and is closed with the cluster.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@MakesClients
public final class ShareWorker<K, V> implements AutoCloseable {
    private final RunningWorker<KafkaShareConsumer<K, V>> loop;

    ShareWorker(RunningWorker<KafkaShareConsumer<K, V>> loop) {
        this.loop = loop;
    }

    /** Returns its {@code client.id}, which stays the same when it is restarted. */
    public String clientId() {
        return loop.clientId();
    }

    /** Returns its share consumer: a new one after each {@link #restart}. */
    public KafkaShareConsumer<K, V> consumer() {
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
     * Kills its process: no more heartbeats, and its connections are gone, so that what it holds can be had by others
     * at once; a handler that waits somewhere gets no further. Does nothing if it has crashed or is closed.
     */
    public void crash() {
        loop.crash();
    }

    /**
     * Stops its whole process for a while, heartbeats included, as a long garbage collection does: its connections stay
     * open, so that the locks on what it holds last until they run out. Does nothing unless it {@linkplain #isRunning
     * runs}.
     *
     * @param duration virtual time; it goes on in its first turn after that
     */
    public void pause(Duration duration) {
        loop.pause(duration);
    }

    /**
     * Starts the application again as a new process would: a new share consumer with the same configuration, and a new
     * handler if the worker was made with a supplier of handlers. A process that still runs is killed.
     */
    public void restart() {
        loop.restart();
    }

    /**
     * Ends the loop in an orderly way: what it has not acknowledged is given back, and the consumer leaves its group.
     * Does nothing if it has crashed or is closed.
     */
    @Override
    public void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return loop.toString();
    }

    /** Returns the application whose handler is the user's. */
    static <K, V> Application<KafkaShareConsumer<K, V>, K, V> handledBy(
            Map<String, ?> config, ShareWorkerHandler<K, V> handler) {
        String mode = String.valueOf(config.get("share.acknowledgement.mode"));
        return new Handled<>(handler, mode.toLowerCase(Locale.ROOT).equals("explicit"));
    }

    /** The application of a worker whose handler is the user's. */
    private record Handled<K, V>(ShareWorkerHandler<K, V> handler, boolean isExplicit)
            implements Application<KafkaShareConsumer<K, V>, K, V> {

        @Override
        public void begin(KafkaShareConsumer<K, V> consumer, Collection<String> topics) {
            consumer.setAcknowledgementCommitCallback(handler::onAcknowledged);
            consumer.subscribe(topics);
        }

        @Override
        public void handle(ConsumerRecords<K, V> records, KafkaShareConsumer<K, V> consumer) throws Exception {
            for (ConsumerRecord<K, V> record : records) {
                AcknowledgeType outcome = handler.handle(record, consumer);
                if (isExplicit) {
                    consumer.acknowledge(record, outcome);
                } else if (outcome != AcknowledgeType.ACCEPT) {
                    throw new IllegalStateException("The handler wants to " + outcome + " the record at "
                            + record.topic() + "-" + record.partition() + ", offset " + record.offset()
                            + ", but the next poll accepts it: set share.acknowledgement.mode=explicit");
                }
            }
        }

        @Override
        public void close(KafkaShareConsumer<K, V> consumer) {
            consumer.close();
        }
    }
}
