package io.github.groupcoordinator.agent.streams;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.internal.client.seam.MakesClients;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** The supplier of a cluster's clients: of bytes, as Streams does the rest. */
@MakesClients
final class InMemoryClientSupplier implements KafkaClientSupplier {
    private final InMemoryKafka kafka;

    InMemoryClientSupplier(InMemoryKafka kafka) {
        this.kafka = kafka;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return kafka.admin(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return kafka.producer(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return kafka.consumer(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }
}
