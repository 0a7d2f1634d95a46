package io.github.groupcoordinator.internal.client.share;

import io.github.groupcoordinator.internal.client.seam.ConstantField;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegateCreator;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The way from {@code new KafkaShareConsumer(config)} to a cluster in memory: the one object that every such
 * constructor asks for what lies beneath it. From the first cluster on that can be found, that is this one, which asks
 * Kafka's own for all addresses but theirs. It stays there, as that of consumers does. The cluster's own share
 * consumers are made by other means.
 */
public final class ShareConsumersByAddress extends ShareConsumerDelegateCreator {
    private static boolean installed;

    private final Clusters clusters;

    /** The clusters that can be found. */
    @FunctionalInterface
    public interface Clusters {
        /** Makes a share consumer of the cluster that a configuration means; null if that is none of ours. */
        @Nullable
        KafkaShareConsumer<?, ?> make(
                Map<String, Object> config, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values);
    }

    private ShareConsumersByAddress(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public <K, V> ShareConsumerDelegate<K, V> create(
            ConsumerConfig config, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        KafkaShareConsumer<?, ?> made = clusters.make(config.originals(), keyDeserializer, valueDeserializer);
        return made == null
                ? super.create(config, keyDeserializer, valueDeserializer)
                : Reflect.<ShareConsumerDelegate<K, V>>get(ShareConsumerClient.DELEGATE, made);
    }

    /** Lets share consumers find clusters, which are always the same. */
    public static synchronized void install(Clusters clusters) {
        if (!installed) {
            ConstantField.of(KafkaShareConsumer.class, "CREATOR").exchange(new ShareConsumersByAddress(clusters));
            installed = true;
        }
    }
}
