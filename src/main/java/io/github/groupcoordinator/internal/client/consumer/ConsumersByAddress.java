package io.github.groupcoordinator.internal.client.consumer;

import io.github.groupcoordinator.internal.client.seam.ConstantField;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegateCreator;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The way from {@code new KafkaConsumer(config)} to a cluster in memory: the one object that every such constructor
 * asks for what lies beneath it. From the first cluster on that can be found, that is this one, which asks Kafka's own
 * for all addresses but theirs. It stays, and no consumer of a cluster is made by that constructor: a JVM that compiles
 * it takes for constant what stands there at that time, and looks no more.
 */
public final class ConsumersByAddress extends ConsumerDelegateCreator {
    private static final Field DELEGATE = Reflect.field(KafkaConsumer.class, "delegate");
    private static final ThreadLocal<Boolean> MAKING = ThreadLocal.withInitial(() -> false);
    private static boolean installed;

    private final Function<Order, @Nullable KafkaConsumer<?, ?>> clusters;

    /** A consumer that an application makes. */
    public record Order(
            Map<String, Object> config,
            @Nullable Deserializer<?> keys,
            @Nullable Deserializer<?> values) {}

    private ConsumersByAddress(Function<Order, @Nullable KafkaConsumer<?, ?>> clusters) {
        this.clusters = clusters;
    }

    @Override
    public <K, V> ConsumerDelegate<K, V> create(
            ConsumerConfig config, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        if (MAKING.get()) {
            return super.create(config, keyDeserializer, valueDeserializer);
        }
        MAKING.set(true);
        try {
            KafkaConsumer<?, ?> made =
                    clusters.apply(new Order(config.originals(), keyDeserializer, valueDeserializer));
            return made == null
                    ? super.create(config, keyDeserializer, valueDeserializer)
                    : Reflect.<ConsumerDelegate<K, V>>get(DELEGATE, made);
        } finally {
            MAKING.set(false);
        }
    }

    /** Lets consumers find clusters; the function is always the same, and returns null for any other address. */
    public static synchronized void install(Function<Order, @Nullable KafkaConsumer<?, ?>> clusters) {
        if (!installed) {
            ConstantField.of(KafkaConsumer.class, "CREATOR").exchange(new ConsumersByAddress(clusters));
            installed = true;
        }
    }
}
