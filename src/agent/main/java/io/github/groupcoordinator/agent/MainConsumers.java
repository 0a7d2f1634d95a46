package io.github.groupcoordinator.agent;

import io.github.groupcoordinator.internal.client.ClustersByAddress;
import io.github.groupcoordinator.internal.client.seam.MakesClients;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.StreamsRebalanceData;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The consumers of Kafka Streams' threads that are members of a streams group (KIP-1071). Streams makes them by a
 * constructor below the public class, and asks no supplier. Loaded only when it does.
 */
@MakesClients
final class MainConsumers {
    private static final Field DELEGATE = Reflect.field(KafkaConsumer.class, "delegate");

    private MainConsumers() {}

    /** Makes one of the cluster that its configuration means; Kafka's own if that is none of ours. */
    static Object make(Object config, Object keys, Object values, Object streams) {
        return make(
                (ConsumerConfig) config,
                deserializer(keys),
                deserializer(values),
                ((Optional<?>) streams).map(StreamsRebalanceData.class::cast).orElseThrow());
    }

    @SuppressWarnings("unchecked") // Kafka Streams has no others.
    private static Deserializer<byte[]> deserializer(Object deserializer) {
        return (Deserializer<byte[]>) deserializer;
    }

    private static AsyncKafkaConsumer<byte[], byte[]> make(
            ConsumerConfig config,
            Deserializer<byte[]> keys,
            Deserializer<byte[]> values,
            StreamsRebalanceData streams) {
        KafkaConsumer<byte[], byte[]> ours =
                ClustersByAddress.streamsConsumer(config.originals(), keys, values, streams);
        if (ours == null) {
            return new AsyncKafkaConsumer<>(config, keys, values, Optional.of(streams));
        }
        InvocationHandler guard = Proxy.getInvocationHandler(Reflect.get(DELEGATE, ours));
        AsyncKafkaConsumer<byte[], byte[]> face = Shadow.blank(ConsumerFace.type());
        ConsumerFace.put(face, guard);
        return face;
    }
}
