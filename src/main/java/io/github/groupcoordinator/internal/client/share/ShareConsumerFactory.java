package io.github.groupcoordinator.internal.client.share;

import io.github.groupcoordinator.internal.client.async.AsyncConstruction;
import io.github.groupcoordinator.internal.client.async.AsyncMembership;
import io.github.groupcoordinator.internal.client.async.DrivenLock;
import io.github.groupcoordinator.internal.client.async.HeartbeatSwitch;
import io.github.groupcoordinator.internal.client.seam.ClientKind;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientPatch;
import io.github.groupcoordinator.internal.client.seam.ClientSettings;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.net.memory.Network;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The maker of real share consumers. */
public final class ShareConsumerFactory {
    private static final AsyncConstruction CONSTRUCTION = new AsyncConstruction(ShareConsumerInternals.TYPE);
    private static final Constructor<?> CONFIG = Reflect.constructorEndingIn(
            Reflect.type("org.apache.kafka.clients.consumer.ShareConsumerConfig"), Map.class, Map.class, 1);
    private static final Field HANDLER = ShareConsumerInternals.HANDLER;
    private static final Field FETCH_BUFFER = Reflect.field(ShareConsumerInternals.TYPE, "fetchBuffer");
    private static final Field NETWORK_THREAD = Reflect.field(HANDLER.getType(), "networkThread");
    private static final Field REQUEST_MANAGERS = Reflect.field(NETWORK_THREAD.getType(), "requestManagers");
    private static final Field MEMBERSHIP = Reflect.field(REQUEST_MANAGERS.getType(), "shareMembershipManager");
    private static final Field HEARTBEATS = Reflect.field(REQUEST_MANAGERS.getType(), "shareHeartbeatRequestManager");

    private final EventLoop loop;
    private final Timers timers;
    private final Network network;
    private final String clientHost;

    public ShareConsumerFactory(EventLoop loop, Timers timers, Network network, String clientHost) {
        this.loop = loop;
        this.timers = timers;
        this.network = network;
        this.clientHost = clientHost;
    }

    /** Its constructor starts a thread, so its parts are made on virtual time and put into an empty consumer. */
    public ShareConsumerClient make(
            Map<String, Object> settings, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values, long seed) {
        String clientId = String.valueOf(settings.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        ClientLife life = new ClientLife(loop, ClientKind.SHARE_CONSUMER, clientId);
        ConsumerConfig config = (ConsumerConfig)
                Reflect.create(CONFIG, new Object[] {ClientSettings.withDeserializers(settings, keys, values)});
        ForeignThread thread = new ForeignThread(loop, "network thread of share consumer " + clientId);
        ClientTime time = ClientTime.holdingLater(loop, life::describeWait, thread);
        MemorySelectable selectable = new MemorySelectable(network, clientHost, time, timers, clientId);
        ShareConsumerInternals internals = new ShareConsumerInternals(
                loop, time, selectable, thread, config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));

        ClientPatch networkPatch = new ClientPatch(time, selectable, seed);
        Object real = CONSTRUCTION.make(
                config, keys, values, time, new AsyncConstruction.Own(internals, thread, networkPatch));
        networkPatch.requireOneNetwork(clientId);
        new ClientPatch(time, selectable, seed).apply(real);
        internals.adopt(partsOf(real, time, seed));
        KafkaShareConsumer<?, ?> consumer = Shadow.blank(KafkaShareConsumer.class);
        Reflect.set(ShareConsumerClient.DELEGATE, consumer, real);
        return new ShareConsumerClient(life, consumer, time, selectable, config, internals);
    }

    private static ShareConsumerInternals.Parts partsOf(Object real, ClientTime time, long seed) {
        Object networkThread = Reflect.get(NETWORK_THREAD, Reflect.get(HANDLER, real));
        Object managers = Reflect.get(REQUEST_MANAGERS, networkThread);
        DrivenLock.into(Reflect.get(FETCH_BUFFER, real), time);
        AsyncMembership membership = new AsyncMembership(
                Reflect.<Optional<?>>get(MEMBERSHIP, managers).orElseThrow(), () -> -1);
        membership.setMemberId(seed);
        HeartbeatSwitch heartbeats = HeartbeatSwitch.before(
                Reflect.<Optional<?>>get(HEARTBEATS, managers).orElseThrow(), managers, membership);
        return new ShareConsumerInternals.Parts(
                (ShareConsumerDelegate<?, ?>) real, networkThread, membership, heartbeats);
    }
}
