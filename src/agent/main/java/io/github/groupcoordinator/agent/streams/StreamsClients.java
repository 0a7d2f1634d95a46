package io.github.groupcoordinator.agent.streams;

import io.github.groupcoordinator.InMemoryKafka;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apiguardian.api.API;

/**
 * The clients of Kafka Streams, for a cluster: {@code new KafkaStreams(topology, config,
 * StreamsClients.supplier(kafka))}. Streams has threads of its own, so the cluster needs {@code threads =
 * ApplicationThreads.CONTROLLED}, with which {@code new KafkaStreams(topology, config)} finds it by its address, too.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class StreamsClients {
    private StreamsClients() {}

    /**
     * Makes a supplier whose clients are the cluster's. Streams demands {@code bootstrap.servers}: those of the
     * cluster; a client for others is refused with an {@link IllegalArgumentException}.
     */
    public static KafkaClientSupplier supplier(InMemoryKafka kafka) {
        return new InMemoryClientSupplier(kafka);
    }
}
