package io.github.groupcoordinator.agent.spring;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.internal.client.seam.MakesClients;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** The factory of consumers that makes a cluster's. */
@MakesClients
final class InMemoryConsumerFactory<K, V> extends DefaultKafkaConsumerFactory<K, V> {
    private final InMemoryKafka kafka;

    InMemoryConsumerFactory(InMemoryKafka kafka, Map<String, Object> config) {
        super(config);
        this.kafka = kafka;
    }

    @Override
    protected Consumer<K, V> createRawConsumer(Map<String, Object> config) {
        return kafka.consumer(config, getKeyDeserializer(), getValueDeserializer());
    }
}
