package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.ClientCall;
import io.github.groupcoordinator.internal.client.seam.ClientKind;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientPatch;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.net.memory.Network;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.RecordAccumulator;
import org.apache.kafka.clients.producer.internals.Sender;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * The maker of real producers. Kafka's own constructor builds everything on virtual time; the I/O thread that it starts
 * is held at its first look at the clock while the network below it is exchanged.
 */
public final class ProducerFactory {
    // (config, key serializer, value serializer, metadata, client, interceptors, [api versions since 4.0], time)
    private static final Constructor<?> CONSTRUCTOR =
            Reflect.constructorEndingIn(KafkaProducer.class, ProducerConfig.class, Time.class, 7, 8);
    private static final Method WITH_SERIALIZERS = Reflect.method(
            ProducerConfig.class, "appendSerializerToConfig", Map.class, Serializer.class, Serializer.class);
    private static final Field METADATA = Reflect.field(KafkaProducer.class, "metadata");
    private static final Field TRANSACTION_MANAGER = Reflect.field(KafkaProducer.class, "transactionManager");
    private static final Field SENDER = Reflect.field(KafkaProducer.class, "sender");
    private static final Field ACCUMULATOR = Reflect.field(KafkaProducer.class, "accumulator");
    private static final Field BUFFER_POOL = Reflect.field(RecordAccumulator.class, "free");
    private static final Field INCOMPLETE_BATCHES = Reflect.field(RecordAccumulator.class, "incomplete");
    private static final String UNCOMPRESSED = "none";
    private static final Field INCOMPLETE_SET = Reflect.field(INCOMPLETE_BATCHES.getType(), "incomplete");

    private final EventLoop loop;
    private final Timers timers;
    private final Network network;
    private final String clientHost;
    private final CompressionRatios ratios;

    public ProducerFactory(
            EventLoop loop, Timers timers, Network network, String clientHost, CompressionRatios ratios) {
        this.loop = loop;
        this.timers = timers;
        this.network = network;
        this.clientHost = clientHost;
        this.ratios = ratios;
    }

    public <K, V> ProducerClient make(
            Map<String, Object> given, @Nullable Serializer<K> keys, @Nullable Serializer<V> values, long seed) {
        Map<String, Object> settings = new LinkedHashMap<>(given);
        String clientId = String.valueOf(settings.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        if (settings.get(ProducerConfig.PARTITIONER_CLASS_CONFIG) == null) {
            settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, SeededPartitioner.class);
            settings.put(SeededPartitioner.SEED_CONFIG, seed);
        }
        ForeignThread ioThread = new ForeignThread(loop, "I/O thread of producer " + clientId);
        ClientLife life = new ClientLife(loop, ClientKind.PRODUCER, clientId);
        ClientTime time = new ClientTime(loop, life::describeWait, ioThread);
        KafkaProducer<K, V> original = construct(settings, keys, values, time, ioThread);
        ioThread.awaitParked();

        MemorySelectable selectable = new MemorySelectable(network, clientHost, time, timers, clientId);
        ClientPatch patch = new ClientPatch(time, selectable, seed);
        Object metadata = Reflect.get(METADATA, original);
        patch.replace(metadata, DrivenProducerMetadata.shadowOf(metadata, time));
        Object accumulator = Reflect.get(ACCUMULATOR, original);
        Object pool = Reflect.get(BUFFER_POOL, accumulator);
        patch.replace(pool, DrivenBufferPool.shadowOf(pool, time));
        // Batches have no hash code of their own: what is aborted is told in the order in which it was made.
        Set<?> incomplete = new LinkedHashSet<>();
        String codec = String.valueOf(settings.getOrDefault(ProducerConfig.COMPRESSION_TYPE_CONFIG, UNCOMPRESSED));
        if (!codec.equals(UNCOMPRESSED)) {
            DrivenAccumulator driven = DrivenAccumulator.shadowOf(accumulator, ratios, codec);
            patch.replace(accumulator, driven);
            incomplete = driven.incomplete();
        }
        Reflect.set(INCOMPLETE_SET, Reflect.get(INCOMPLETE_BATCHES, accumulator), incomplete);
        Object transactions = Reflect.getOrNull(TRANSACTION_MANAGER, original);
        if (transactions != null && settings.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) != null) {
            patch.replace(transactions, DrivenTransactionManager.shadowOf(transactions, time));
        }
        patch.apply(original);
        patch.requireOneNetwork(clientId);
        DrivenProducer<K, V> producer = DrivenProducer.shadowOf(
                original,
                new DrivenProducer.Drive(
                        new ClientCall(life, time, ioThread),
                        time,
                        ioThread,
                        Reflect.<Sender>get(SENDER, original),
                        Reflect.<RecordAccumulator>get(ACCUMULATOR, original),
                        () -> ended(life, ioThread)));
        selectable.onChange(ioThread::touch);
        loop.register(ioThread);
        return new ProducerClient(life, producer, selectable, ioThread);
    }

    private void ended(ClientLife life, ForeignThread ioThread) {
        life.markClosed();
        loop.unregister(ioThread);
        ioThread.release();
    }

    @SuppressWarnings("unchecked")
    private static <K, V> KafkaProducer<K, V> construct(
            Map<String, Object> settings,
            @Nullable Serializer<K> keys,
            @Nullable Serializer<V> values,
            ClientTime time,
            ForeignThread ioThread) {
        Object withSerializers = Reflect.invoke(WITH_SERIALIZERS, null, settings, keys, values);
        Object[] arguments = new Object[CONSTRUCTOR.getParameterCount()];
        arguments[0] = new ProducerConfig((Map<String, Object>) withSerializers);
        for (int i = 1; i < arguments.length - 1; i++) {
            if (CONSTRUCTOR.getParameterTypes()[i] == ApiVersions.class) {
                arguments[i] = new ApiVersions();
            }
        }
        arguments[1] = keys;
        arguments[2] = values;
        arguments[arguments.length - 1] = time;
        try {
            return (KafkaProducer<K, V>) Reflect.create(CONSTRUCTOR, arguments);
        } catch (RuntimeException e) {
            ioThread.release();
            throw e;
        }
    }
}
