package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.event.client.PropertyUnknown;
import io.github.groupcoordinator.event.client.RequestRepeated;
import io.github.groupcoordinator.internal.client.admin.AdminClient;
import io.github.groupcoordinator.internal.client.admin.AdminFactory;
import io.github.groupcoordinator.internal.client.consumer.ConsumerClient;
import io.github.groupcoordinator.internal.client.consumer.ConsumerFactory;
import io.github.groupcoordinator.internal.client.producer.CompressionRatios;
import io.github.groupcoordinator.internal.client.producer.ProducerClient;
import io.github.groupcoordinator.internal.client.producer.ProducerFactory;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.ClientKind;
import io.github.groupcoordinator.internal.client.seam.ClientSettings;
import io.github.groupcoordinator.internal.client.seam.MistypedProperties;
import io.github.groupcoordinator.internal.client.seam.SupportedVersions;
import io.github.groupcoordinator.internal.client.share.ShareConsumerClient;
import io.github.groupcoordinator.internal.client.share.ShareConsumerFactory;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.net.memory.Network;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.view.MemberRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The maker of the real clients of one cluster, and the end of them. */
public final class Clients implements ClientMaker {
    private static final String CLIENT_HOST = "/127.0.0.1";

    private final EventLoop loop;
    private final Timers timers;
    private final Network network;
    private final EventSink events;
    private final ClientSettings settings;
    private final MadeClients made;
    private final CompressionRatios ratios = new CompressionRatios();
    private PositionListener positions = (client, policy, partition, reset) -> {};
    private boolean closed;

    /** @param timers end with the cluster, unlike the loop: so do packets that are under way then */
    public Clients(
            EventLoop loop,
            Timers timers,
            Network network,
            EventSink events,
            ClientSettings settings,
            MadeClients made) {
        SupportedVersions.check();
        this.loop = loop;
        this.timers = timers;
        this.network = network;
        this.events = events;
        this.settings = settings;
        this.made = made;
    }

    /** Says who hears of positions that consumers reset. */
    public void tellResets(PositionListener listener) {
        positions = listener;
    }

    @Override
    public <K, V> KafkaConsumer<K, V> consumer(
            Map<?, ?> given, @Nullable Deserializer<K> keyDeserializer, @Nullable Deserializer<V> valueDeserializer) {
        return consumer(
                given, (factory, config) -> factory.make(config, keyDeserializer, valueDeserializer, made.nextSeed()));
    }

    /**
     * Makes the real consumer of a member of a streams group (KIP-1071).
     *
     * @param streams Kafka's own object in which Kafka Streams and the consumer tell each other what they have to
     */
    public KafkaConsumer<byte[], byte[]> streamsConsumer(
            Map<?, ?> given, Deserializer<byte[]> keys, Deserializer<byte[]> values, Object streams) {
        return consumer(
                given, (factory, config) -> factory.makeOfStreams(config, streams, keys, values, made.nextSeed()));
    }

    private <K, V> KafkaConsumer<K, V> consumer(
            Map<?, ?> given, BiFunction<ConsumerFactory, Map<String, Object>, ConsumerClient> making) {
        try (Calls.Inside call = Calls.enter(loop, "making a KafkaConsumer")) {
            boolean outer = setMaking(true);
            try {
                requireOpen("consumer");
                Map<String, Object> config = settings.complete(ClientKind.CONSUMER, given);
                ConsumerClient client =
                        making.apply(new ConsumerFactory(loop, timers, network, CLIENT_HOST, events), config);
                keep(client);
                warnOfSlips(ClientKind.CONSUMER, config, client.clientId());
                String policy = String.valueOf(config.getOrDefault(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"));
                client.onReset((partition, reset) -> positions.reset(client, policy, partition, reset));
                return client.consumer();
            } finally {
                setMaking(outer);
            }
        }
    }

    @Override
    public <K, V> KafkaShareConsumer<K, V> shareConsumer(
            Map<?, ?> given, @Nullable Deserializer<K> keyDeserializer, @Nullable Deserializer<V> valueDeserializer) {
        try (Calls.Inside call = Calls.enter(loop, "making a KafkaShareConsumer")) {
            boolean outer = setMaking(true);
            try {
                requireOpen("share consumer");
                Map<String, Object> config = settings.complete(ClientKind.SHARE_CONSUMER, given);
                ShareConsumerClient client = new ShareConsumerFactory(loop, timers, network, CLIENT_HOST)
                        .make(config, keyDeserializer, valueDeserializer, made.nextSeed());
                keep(client);
                warnOfSlips(ClientKind.SHARE_CONSUMER, config, client.clientId());
                return client.consumer();
            } finally {
                setMaking(outer);
            }
        }
    }

    @Override
    public <K, V> KafkaProducer<K, V> producer(
            Map<?, ?> given, @Nullable Serializer<K> keySerializer, @Nullable Serializer<V> valueSerializer) {
        try (Calls.Inside call = Calls.enter(loop, "making a KafkaProducer")) {
            boolean outer = setMaking(true);
            try {
                requireOpen("producer");
                Map<String, Object> config = settings.complete(ClientKind.PRODUCER, given);
                ProducerClient client = new ProducerFactory(loop, timers, network, CLIENT_HOST, ratios)
                        .make(config, keySerializer, valueSerializer, made.nextSeed());
                keep(client);
                warnOfSlips(ClientKind.PRODUCER, config, client.clientId());
                return client.producer();
            } finally {
                setMaking(outer);
            }
        }
    }

    @Override
    public Admin admin(Map<?, ?> given) {
        try (Calls.Inside call = Calls.enter(loop, "making an Admin")) {
            boolean outer = setMaking(true);
            try {
                requireOpen("admin client");
                Map<String, Object> config = settings.complete(ClientKind.ADMIN, given);
                AdminClient client = new AdminFactory(loop, timers, network, CLIENT_HOST, settings.bootstrapServers())
                        .make(config, made.nextSeed());
                keep(client);
                warnOfSlips(ClientKind.ADMIN, config, client.clientId());
                return client.admin();
            } finally {
                setMaking(outer);
            }
        }
    }

    private boolean setMaking(boolean makes) {
        Passengers threads = loop.passengers();
        return threads != null && threads.making(makes);
    }

    private void warnOfSlips(ClientKind kind, Map<String, Object> config, String clientId) {
        MistypedProperties.in(config, kind)
                .forEach((name, nearest) -> events.append(new PropertyUnknown(loop.now(), clientId, name, nearest)));
    }

    private void keep(AdoptedClient client) {
        client.network()
                .onRepeated(api -> events.append(new RequestRepeated(
                        loop.now(),
                        client.group(),
                        new MemberRef(client.memberId(), client.clientId(), null),
                        api.name)));
        made.add(client);
    }

    private void requireOpen(String what) {
        if (loop.isFlowing()) {
            throw new UnsupportedOperationException("A " + what + " was to be made on a cluster in system time. The"
                    + " cluster's own clients live in virtual time: make this one with Kafka's constructor and"
                    + " bootstrap.servers=InMemoryKafka.bootstrapServers(), or start the cluster with"
                    + " ListenerConfig.inVirtualTime().");
        }
        if (closed) {
            throw new IllegalStateException("A " + what + " was to be made on a cluster that has been closed");
        }
    }

    /**
     * Closes every client that is still open.
     *
     * @param failures gets what they throw, with who did and where it was made
     * @return those which somebody should have closed before
     */
    public List<AdoptedClient> closeAll(List<Throwable> failures) {
        closed = true;
        List<AdoptedClient> leaked = new ArrayList<>();
        for (AdoptedClient client : made.all()) {
            if (client.isClosed()) {
                continue;
            }
            if (client.isLeaked()) {
                leaked.add(client);
            }
            try {
                client.closeQuietly();
            } catch (RuntimeException | Error e) {
                failures.add(new IllegalStateException(
                        client.describe() + ", made at " + client.madeAt() + ", could not be closed at "
                                + loop.describeNow() + ": " + e,
                        e));
            }
        }
        return leaked;
    }
}
