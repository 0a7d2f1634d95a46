package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.member.MemberIdentity;
import io.github.groupcoordinator.internal.client.member.RebalanceRecorder;
import io.github.groupcoordinator.internal.client.seam.ClientPatch;
import io.github.groupcoordinator.internal.client.seam.ClientSettings;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.net.memory.Network;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The maker of consumers of the consumer protocol, below the public class. */
public final class AsyncConsumerFactory {
    private static final AsyncConstruction CONSTRUCTION = new AsyncConstruction(AsyncConsumer.TYPE);
    private static final Field HANDLER = Reflect.field(AsyncConsumer.TYPE, "applicationEventHandler");
    private static final Field FETCH_BUFFER = Reflect.field(AsyncConsumer.TYPE, "fetchBuffer");
    private static final Field FETCH_COLLECTOR = Reflect.field(AsyncConsumer.TYPE, "fetchCollector");
    private static final Field NETWORK_THREAD = Reflect.field(HANDLER.getType(), "networkThread");
    private static final Field REQUEST_MANAGERS = Reflect.field(NETWORK_THREAD.getType(), "requestManagers");
    private static final Field MEMBERSHIP = Reflect.field(REQUEST_MANAGERS.getType(), "consumerMembershipManager");
    private static final Field HEARTBEATS =
            Reflect.field(REQUEST_MANAGERS.getType(), "consumerHeartbeatRequestManager");
    private static final String STREAMS_MEMBERSHIP = "streamsMembershipManager";
    private static final String STREAMS_HEARTBEATS = "streamsGroupHeartbeatRequestManager";
    private static final Field COMMITS = Reflect.field(REQUEST_MANAGERS.getType(), "commitRequestManager");
    private static final Field TOPICS = Reflect.field(REQUEST_MANAGERS.getType(), "topicMetadataRequestManager");
    private static final Field TOPICS_BACKOFF = Reflect.field(TOPICS.getType(), "retryBackoffMs");
    private static final Field TOPICS_BACKOFF_MAX = Reflect.field(TOPICS.getType(), "retryBackoffMaxMs");

    private final EventLoop loop;
    private final Timers timers;
    private final Network network;
    private final String clientHost;
    private final Optional<?> streams;

    /** @param streams what a member of a streams group (KIP-1071) tells and is told; empty for any other */
    public AsyncConsumerFactory(
            EventLoop loop, Timers timers, Network network, String clientHost, Optional<?> streams) {
        this.streams = streams;
        this.loop = loop;
        this.timers = timers;
        this.network = network;
        this.clientHost = clientHost;
    }

    /** The parts that have been made. */
    public record Made(
            ConsumerDelegate<?, ?> real, AsyncConsumer internals, ClientTime time, MemorySelectable network) {}

    /** @param recorders makes who writes down what the listener of such a member is told */
    public Made make(
            Map<String, Object> settings,
            @Nullable Deserializer<?> keys,
            @Nullable Deserializer<?> values,
            long seed,
            Supplier<String> waiter,
            Function<MemberIdentity, RebalanceRecorder> recorders) {
        String clientId = String.valueOf(settings.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        ConsumerConfig config = ClientSettings.ofConsumer(settings, keys, values);
        ForeignThread thread = new ForeignThread(loop, "network thread of consumer " + clientId);
        ClientTime time = ClientTime.holdingLater(loop, waiter, thread);
        MemorySelectable selectable = new MemorySelectable(network, clientHost, time, timers, clientId);
        AsyncConsumer consumer = new AsyncConsumer(
                loop, time, selectable, thread, config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));

        ClientPatch networkPatch = new ClientPatch(time, selectable, seed);
        Object real = CONSTRUCTION.make(
                config, keys, values, time, new AsyncConstruction.Own(consumer, thread, networkPatch, streams));
        networkPatch.requireOneNetwork(clientId);
        new ClientPatch(time, selectable, seed).apply(real);
        consumer.adopt(partsOf(real, time, seed, recorders));
        return new Made((ConsumerDelegate<?, ?>) real, consumer, time, selectable);
    }

    private AsyncConsumer.Parts partsOf(
            Object real, ClientTime time, long seed, Function<MemberIdentity, RebalanceRecorder> recorders) {
        Object networkThread = Reflect.get(NETWORK_THREAD, Reflect.get(HANDLER, real));
        Object managers = Reflect.get(REQUEST_MANAGERS, networkThread);
        DrivenLock.into(Reflect.get(FETCH_BUFFER, real), time);
        HoldingFetchCollector<?, ?> records = HoldingFetchCollector.shadowOf(Reflect.get(FETCH_COLLECTOR, real));
        Reflect.set(FETCH_COLLECTOR, real, records);
        // It makes a new back-off with random jitter for each question; without room to grow that has none.
        Object topics = Reflect.get(TOPICS, managers);
        Reflect.set(TOPICS_BACKOFF_MAX, topics, Reflect.<Long>get(TOPICS_BACKOFF, topics));
        return new AsyncConsumer.Parts(
                (ConsumerDelegate<?, ?>) real, networkThread, records, membershipOf(real, managers, seed, recorders));
    }

    private AsyncConsumer.@Nullable Membership membershipOf(
            Object real, Object managers, long seed, Function<MemberIdentity, RebalanceRecorder> recorders) {
        // Only newer clients than the oldest know the managers of streams groups.
        Field ofMembership =
                streams.isPresent() ? Reflect.field(REQUEST_MANAGERS.getType(), STREAMS_MEMBERSHIP) : MEMBERSHIP;
        Field ofHeartbeats =
                streams.isPresent() ? Reflect.field(REQUEST_MANAGERS.getType(), STREAMS_HEARTBEATS) : HEARTBEATS;
        Object membership = Reflect.<Optional<?>>get(ofMembership, managers).orElse(null);
        if (membership == null) {
            return null;
        }
        AsyncMembership identity = new AsyncMembership(
                membership,
                () -> ((ConsumerDelegate<?, ?>) real).groupMetadata().generationId());
        AutoCommits autoCommits =
                new AutoCommits(Reflect.<Optional<?>>get(COMMITS, managers).orElseThrow());
        identity.setMemberId(seed);
        HeartbeatSwitch heartbeats = HeartbeatSwitch.before(
                Reflect.<Optional<?>>get(ofHeartbeats, managers).orElseThrow(), managers, identity);
        return new AsyncConsumer.Membership(identity, autoCommits, heartbeats, recorders.apply(identity));
    }
}
