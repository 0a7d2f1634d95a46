package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;

/** A real producer; its I/O thread runs under the loop's baton. */
public final class ProducerClient extends AdoptedClient {
    private final KafkaProducer<?, ?> producer;
    private final ForeignThread ioThread;

    ProducerClient(ClientLife life, KafkaProducer<?, ?> producer, MemorySelectable network, ForeignThread ioThread) {
        super(life, network);
        this.producer = producer;
        this.ioThread = ioThread;
    }

    @SuppressWarnings("unchecked") // Whoever made it knows its types.
    public <K, V> KafkaProducer<K, V> producer() {
        return (KafkaProducer<K, V>) producer;
    }

    @Override
    public boolean is(Object candidate) {
        return candidate == producer;
    }

    @Override
    public void setHeartbeatsPaused(boolean paused) {
        // A producer has none.
    }

    @Override
    public void setFrozen(boolean frozen) {
        ioThread.setFrozen(frozen);
    }

    @Override
    public void closeQuietly() {
        producer.close(Duration.ofSeconds(30));
    }
}
