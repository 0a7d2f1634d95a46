package io.github.groupcoordinator.agent.spring;

import io.github.groupcoordinator.InMemoryKafka;
import java.util.Map;
import org.apiguardian.api.API;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Spring Kafka's factories of clients, for a cluster. With {@code threads = ApplicationThreads.CONTROLLED} Spring's own
 * find the cluster by its address; these find it always, so a {@code KafkaTemplate} works in a test without threads,
 * too. There let it flush ({@code new KafkaTemplate<>(factory, true)}): the future that it returns is not Kafka's, and
 * while a test waits for that no virtual time passes. Tried with Spring Kafka 3.3, 4.0 and 4.1.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class SpringClients {
    private SpringClients() {}

    /**
     * Makes a factory of consumers; post-processors apply, {@code ConsumerFactory.Listener}s, which watch Spring's own
     * subclass of the consumer, do not.
     *
     * @param config the application's own; {@code bootstrap.servers} may be left out
     */
    public static <K, V> DefaultKafkaConsumerFactory<K, V> consumerFactory(
            InMemoryKafka kafka, Map<String, Object> config) {
        return new InMemoryConsumerFactory<>(kafka, config);
    }

    /**
     * Makes a factory of producers, of transactional ones if it is given a prefix of their ids.
     *
     * @param config the application's own; {@code bootstrap.servers} may be left out
     */
    public static <K, V> DefaultKafkaProducerFactory<K, V> producerFactory(
            InMemoryKafka kafka, Map<String, Object> config) {
        return new InMemoryProducerFactory<>(kafka, config);
    }
}
