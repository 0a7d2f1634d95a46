package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;

/** A real producer; its I/O thread runs under the loop's baton. */
final class ProducerClient extends AdoptedClient {
    private final KafkaProducer<?, ?> producer;
    private final ForeignThread ioThread;

    ProducerClient(
            EventLoop loop,
            String clientId,
            KafkaProducer<?, ?> producer,
            MemorySelectable network,
            ForeignThread ioThread) {
        super(loop, ClientKind.PRODUCER, clientId, network);
        this.producer = producer;
        this.ioThread = ioThread;
    }

    @SuppressWarnings("unchecked") // Whoever made it knows its types.
    <K, V> KafkaProducer<K, V> producer() {
        return (KafkaProducer<K, V>) producer;
    }

    @Override
    boolean is(Object candidate) {
        return candidate == producer;
    }

    @Override
    void setHeartbeatsPaused(boolean paused) {
        // A producer has none.
    }

    @Override
    void setFrozen(boolean frozen) {
        ioThread.setFrozen(frozen);
    }

    @Override
    void closeQuietly() {
        producer.close(Duration.ofSeconds(30));
    }

    void ended() {
        markClosed();
        loop().unregister(ioThread);
        ioThread.release();
    }
}
