package io.github.groupcoordinator.internal.client.consumer;

import io.github.groupcoordinator.internal.client.async.AsyncConsumerFactory;
import io.github.groupcoordinator.internal.client.classic.ClassicConsumer;
import io.github.groupcoordinator.internal.client.classic.HeartbeatActor;
import io.github.groupcoordinator.internal.client.member.CoordinatorAccess;
import io.github.groupcoordinator.internal.client.member.MemberIdentity;
import io.github.groupcoordinator.internal.client.member.RebalanceRecorder;
import io.github.groupcoordinator.internal.client.seam.ClientKind;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientPatch;
import io.github.groupcoordinator.internal.client.seam.ClientSettings;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.net.memory.Network;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegateCreator;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The maker of real consumers of either protocol. */
public final class ConsumerFactory {
    private static final Field DELEGATE = Reflect.field(KafkaConsumer.class, "delegate");
    private static final Field COORDINATOR = Reflect.field(
            Reflect.type("org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer"), "coordinator");

    private static final ConsumerDelegateCreator KAFKAS = new ConsumerDelegateCreator();

    private final EventLoop loop;
    private final Timers timers;
    private final Network network;
    private final String clientHost;
    private final EventSink events;

    public ConsumerFactory(EventLoop loop, Timers timers, Network network, String clientHost, EventSink events) {
        this.loop = loop;
        this.timers = timers;
        this.network = network;
        this.clientHost = clientHost;
        this.events = events;
    }

    public <K, V> ConsumerClient make(
            Map<String, Object> config, @Nullable Deserializer<K> keys, @Nullable Deserializer<V> values, long seed) {
        String clientId = String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        ClientLife life = new ClientLife(loop, ClientKind.CONSUMER, clientId);
        return ClientSettings.asksForConsumerProtocol(config)
                ? makeAsync(config, Optional.empty(), keys, values, seed, life)
                : makeClassic(config, keys, values, seed, life);
    }

    /**
     * Makes one that is a member of a streams group (KIP-1071).
     *
     * @param streams Kafka's own object in which Kafka Streams and the consumer tell each other what they have to
     */
    public <K, V> ConsumerClient makeOfStreams(
            Map<String, Object> config,
            Object streams,
            @Nullable Deserializer<K> keys,
            @Nullable Deserializer<V> values,
            long seed) {
        String clientId = String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        ClientLife life = new ClientLife(loop, ClientKind.CONSUMER, clientId);
        return makeAsync(config, Optional.of(streams), keys, values, seed, life);
    }

    /** Its constructor does no I/O, so it is put on virtual time when it is there. */
    private <K, V> ConsumerClient makeClassic(
            Map<String, Object> config,
            @Nullable Deserializer<K> keys,
            @Nullable Deserializer<V> values,
            long seed,
            ClientLife life) {
        String clientId = String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        ClientTime time = new ClientTime(loop, life::describeWait, null);
        MemorySelectable selectable = new MemorySelectable(network, clientHost, time, timers, clientId);
        ConsumerDelegate<K, V> delegate = KAFKAS.create(ClientSettings.ofConsumer(config, keys, values), keys, values);
        ClientPatch patch = new ClientPatch(time, selectable, seed);
        patch.apply(delegate);
        patch.requireOneNetwork(clientId);
        Object coordinator = Reflect.getOrNull(COORDINATOR, delegate);
        String groupId = stringOrNull(config.get(ConsumerConfig.GROUP_ID_CONFIG));
        ClassicConsumer.Membership membership = null;
        if (coordinator != null && groupId != null) {
            CoordinatorAccess access = new CoordinatorAccess(coordinator);
            membership = new ClassicConsumer.Membership(
                    access,
                    new HeartbeatActor(loop, clientId, coordinator, access, selectable),
                    recorders(config, groupId).apply(access));
        }
        return new ConsumerClient(
                life,
                holding(delegate),
                time,
                selectable,
                groupId,
                new ClassicConsumer(loop, delegate, time, membership));
    }

    /** Its constructor starts a thread, so its parts are made on virtual time and put into an empty consumer. */
    private <K, V> ConsumerClient makeAsync(
            Map<String, Object> config,
            Optional<?> streams,
            @Nullable Deserializer<K> keys,
            @Nullable Deserializer<V> values,
            long seed,
            ClientLife life) {
        String groupId = stringOrNull(config.get(ConsumerConfig.GROUP_ID_CONFIG));
        AsyncConsumerFactory.Made made = new AsyncConsumerFactory(loop, timers, network, clientHost, streams)
                .make(config, keys, values, seed, life::describeWait, recorders(config, String.valueOf(groupId)));
        return new ConsumerClient(life, holding(made.real()), made.time(), made.network(), groupId, made.internals());
    }

    /** Returns what the public constructor makes of it, by which no consumer of a cluster is made. */
    private static KafkaConsumer<?, ?> holding(ConsumerDelegate<?, ?> delegate) {
        KafkaConsumer<?, ?> consumer = Shadow.blank(KafkaConsumer.class);
        Reflect.set(DELEGATE, consumer, delegate);
        return consumer;
    }

    private Function<MemberIdentity, RebalanceRecorder> recorders(Map<String, Object> config, String groupId) {
        return identity -> new RebalanceRecorder(
                loop,
                events,
                groupId,
                String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG)),
                stringOrNull(config.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)),
                identity);
    }

    private static @Nullable String stringOrNull(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
