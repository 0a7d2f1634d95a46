package io.github.groupcoordinator.agent.spring;

import io.github.groupcoordinator.InMemoryKafka;
import io.github.groupcoordinator.internal.client.seam.MakesClients;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/** The factory of producers that makes a cluster's. */
@MakesClients
final class InMemoryProducerFactory<K, V> extends DefaultKafkaProducerFactory<K, V> {
    private final InMemoryKafka kafka;

    InMemoryProducerFactory(InMemoryKafka kafka, Map<String, Object> config) {
        super(config);
        this.kafka = kafka;
    }

    @Override
    protected Producer<K, V> createRawProducer(Map<String, Object> config) {
        Producer<K, V> producer = kafka.producer(config, getKeySerializer(), getValueSerializer());
        for (ProducerPostProcessor<K, V> processor : getPostProcessors()) {
            producer = processor.apply(producer);
        }
        return producer;
    }
}
