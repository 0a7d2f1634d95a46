package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.member.MemberIdentity;
import io.github.groupcoordinator.internal.client.member.RebalanceRecorder;
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
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * The maker of consumers of the consumer protocol, below the public class. Kafka's own constructor builds everything on
 * virtual time: the one that its public constructor calls, which takes the clock and the factories of four parts. The
 * network thread that it starts is held as soon as it has made what it needs.
 */
public final class AsyncConsumerFactory {
    private static final Constructor<?> CONSTRUCTOR = constructor();
    private static final Method WITH_DESERIALIZERS = Reflect.method(
            ConsumerConfig.class, "appendDeserializerToConfig", Map.class, Deserializer.class, Deserializer.class);
    private static final Field HANDLER = Reflect.field(AsyncConsumer.TYPE, "applicationEventHandler");
    private static final Field FETCH_BUFFER = Reflect.field(AsyncConsumer.TYPE, "fetchBuffer");
    private static final Field FETCH_COLLECTOR = Reflect.field(AsyncConsumer.TYPE, "fetchCollector");
    private static final Field NETWORK_THREAD = Reflect.field(HANDLER.getType(), "networkThread");
    private static final Field REQUEST_MANAGERS = Reflect.field(NETWORK_THREAD.getType(), "requestManagers");
    private static final Field MEMBERSHIP = Reflect.field(REQUEST_MANAGERS.getType(), "consumerMembershipManager");
    private static final Field HEARTBEATS =
            Reflect.field(REQUEST_MANAGERS.getType(), "consumerHeartbeatRequestManager");
    private static final Field COMMITS = Reflect.field(REQUEST_MANAGERS.getType(), "commitRequestManager");
    private static final Field TOPICS = Reflect.field(REQUEST_MANAGERS.getType(), "topicMetadataRequestManager");
    private static final Field TOPICS_BACKOFF = Reflect.field(TOPICS.getType(), "retryBackoffMs");
    private static final Field TOPICS_BACKOFF_MAX = Reflect.field(TOPICS.getType(), "retryBackoffMaxMs");

    private final EventLoop loop;
    private final Timers timers;
    private final Network network;
    private final String clientHost;

    public AsyncConsumerFactory(EventLoop loop, Timers timers, Network network, String clientHost) {
        this.loop = loop;
        this.timers = timers;
        this.network = network;
        this.clientHost = clientHost;
    }

    /** The parts that have been made. */
    public record Made(
            ConsumerDelegate<?, ?> real, AsyncConsumer internals, ClientTime time, MemorySelectable network) {}

    // (config, key deserializer, value deserializer, time, four factories, background events, [streams since 4.1])
    private static Constructor<?> constructor() {
        for (Constructor<?> candidate : AsyncConsumer.TYPE.getDeclaredConstructors()) {
            Class<?>[] types = candidate.getParameterTypes();
            if (types.length >= 9 && types[0] == ConsumerConfig.class && types[3] == Time.class) {
                candidate.setAccessible(true);
                return candidate;
            }
        }
        throw Reflect.missing("the constructor of AsyncKafkaConsumer that takes a clock", null);
    }

    /** @param recorders makes who writes down what the listener of such a member is told */
    public Made make(
            Map<String, Object> settings,
            @Nullable Deserializer<?> keys,
            @Nullable Deserializer<?> values,
            long seed,
            Supplier<String> waiter,
            Function<MemberIdentity, RebalanceRecorder> recorders) {
        String clientId = String.valueOf(settings.get(CommonClientConfigs.CLIENT_ID_CONFIG));
        ConsumerConfig config = configOf(settings, keys, values);
        ForeignThread thread = new ForeignThread(loop, "network thread of consumer " + clientId);
        ClientTime time = ClientTime.holdingLater(loop, waiter, thread);
        MemorySelectable selectable = new MemorySelectable(network, clientHost, time, timers, clientId);
        AsyncConsumer consumer = new AsyncConsumer(
                loop, time, selectable, thread, config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));

        ClientPatch networkPatch = new ClientPatch(time, selectable, seed);
        Object real = construct(
                config,
                keys,
                values,
                time,
                arguments -> {
                    holdThread(arguments, consumer, time, networkPatch);
                    return arguments;
                },
                thread);
        networkPatch.requireOneNetwork(clientId);
        new ClientPatch(time, selectable, seed).apply(real);
        consumer.adopt(partsOf(real, time, seed, recorders));
        return new Made((ConsumerDelegate<?, ?>) real, consumer, time, selectable);
    }

    @SuppressWarnings("unchecked")
    private static ConsumerConfig configOf(
            Map<String, Object> settings, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values) {
        Object withDeserializers = Reflect.invoke(WITH_DESERIALIZERS, null, settings, keys, values);
        return new ConsumerConfig((Map<String, Object>) withDeserializers);
    }

    private static Object construct(
            ConsumerConfig config,
            @Nullable Deserializer<?> keys,
            @Nullable Deserializer<?> values,
            ClientTime time,
            UnaryOperator<Object[]> adjustHandler,
            ForeignThread thread) {
        Class<?>[] types = CONSTRUCTOR.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = switch (types[i].getSimpleName()) {
                case "ConsumerConfig" -> config;
                case "Deserializer" -> i == 1 ? keys : values;
                case "Time" -> time;
                case "ApplicationEventHandlerFactory" -> factory(types[i], adjustHandler, thread::awaitParked);
                case "LinkedBlockingQueue" -> new LinkedBlockingQueue<>();
                case "Optional" -> Optional.empty();
                default -> factory(types[i], UnaryOperator.identity(), () -> {});
            };
        }
        return Reflect.create(CONSTRUCTOR, arguments);
    }

    /** Returns what Kafka writes as {@code Part::new}, with a chance to adjust the arguments and to wait. */
    private static Object factory(Class<?> type, UnaryOperator<Object[]> adjust, Runnable afterwards) {
        Method build = type.getDeclaredMethods()[0];
        try {
            Constructor<?> part = build.getReturnType().getDeclaredConstructor(build.getParameterTypes());
            part.setAccessible(true);
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                Object made = Reflect.create(part, adjust.apply(arguments.clone()));
                afterwards.run();
                return made;
            });
        } catch (NoSuchMethodException e) {
            throw Reflect.missing("the constructor that " + type.getSimpleName() + " calls", e);
        }
    }

    /**
     * Puts our queue between the threads, exchanges the network as soon as it is there, and holds the network thread
     * when it has made the last of the three things that it makes by suppliers.
     */
    private static void holdThread(Object[] arguments, AsyncConsumer consumer, ClientTime time, ClientPatch network) {
        int[] suppliers = new int[3];
        int found = 0;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof BlockingQueue<?>) {
                arguments[i] = new DrivenEventQueue(consumer);
            } else if (arguments[i] instanceof Supplier<?>) {
                suppliers[found++] = i;
            }
        }
        if (found != suppliers.length) {
            throw Reflect.missing("three suppliers in " + Arrays.toString(arguments), null);
        }
        Supplier<?> delegate = (Supplier<?>) arguments[suppliers[1]];
        arguments[suppliers[1]] = (Supplier<?>) () -> {
            Object made = delegate.get();
            network.apply(made);
            return made;
        };
        Supplier<?> managers = (Supplier<?>) arguments[suppliers[2]];
        arguments[suppliers[2]] = (Supplier<?>) () -> {
            Object made = managers.get();
            time.holdNewThreadNext();
            return made;
        };
    }

    private static AsyncConsumer.Parts partsOf(
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

    private static AsyncConsumer.@Nullable Membership membershipOf(
            Object real, Object managers, long seed, Function<MemberIdentity, RebalanceRecorder> recorders) {
        Object membership = Reflect.<Optional<?>>get(MEMBERSHIP, managers).orElse(null);
        if (membership == null) {
            return null;
        }
        AsyncMembership identity = new AsyncMembership(
                membership,
                Reflect.<Optional<?>>get(COMMITS, managers).orElseThrow(),
                () -> ((ConsumerDelegate<?, ?>) real).groupMetadata().generationId());
        identity.setMemberId(seed);
        HeartbeatSwitch heartbeats = HeartbeatSwitch.before(
                Reflect.<Optional<?>>get(HEARTBEATS, managers).orElseThrow(), managers, identity);
        return new AsyncConsumer.Membership(identity, heartbeats, recorders.apply(identity));
    }
}
