package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.ClientPatch;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * The construction of a client with Kafka's ConsumerNetworkThread, by Kafka's own constructor: the one that its public
 * constructor calls, which takes the clock and the factories of its parts. The network thread that it starts is held as
 * soon as it has made what it needs.
 */
public final class AsyncConstruction {
    private final Constructor<?> constructor;

    /** @param type the class below the public one */
    public AsyncConstruction(Class<?> type) {
        this.constructor = constructor(type);
    }

    // (config, key deserializer, value deserializer, time, three or four factories, queues of events, [streams])
    private static Constructor<?> constructor(Class<?> type) {
        for (Constructor<?> candidate : type.getDeclaredConstructors()) {
            Class<?>[] types = candidate.getParameterTypes();
            if (types.length >= 8 && types[0] == ConsumerConfig.class && types[3] == Time.class) {
                candidate.setAccessible(true);
                return candidate;
            }
        }
        throw Reflect.missing("the constructor of " + type.getSimpleName() + " that takes a clock", null);
    }

    /**
     * The parts of ours that the client is made with.
     *
     * @param client its inside, which the application thread's questions come to
     * @param thread its network thread
     * @param network puts the network on virtual time, as soon as it is there
     * @param streams what a member of a streams group (KIP-1071) tells and is told; empty for any other
     */
    public record Own(AsyncClient client, ForeignThread thread, ClientPatch network, Optional<?> streams) {

        /** Takes those of a client that is no member of a streams group. */
        public Own(AsyncClient client, ForeignThread thread, ClientPatch network) {
            this(client, thread, network, Optional.empty());
        }
    }

    /**
     * Makes the client, on virtual time.
     *
     * @param own what the client gets of ours
     */
    public Object make(
            ConsumerConfig config,
            @Nullable Deserializer<?> keys,
            @Nullable Deserializer<?> values,
            ClientTime time,
            Own own) {
        Class<?>[] types = constructor.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = switch (types[i].getSimpleName()) {
                case "ConsumerConfig" -> config;
                case "Deserializer" -> i == 1 ? keys : values;
                case "Time" -> time;
                case "ApplicationEventHandlerFactory" ->
                    factory(types[i], made -> holdThread(made, time, own), own.thread()::awaitParked);
                case "LinkedBlockingQueue" -> new LinkedBlockingQueue<>();
                case "Optional" -> own.streams();
                default -> factory(types[i], UnaryOperator.identity(), () -> {});
            };
        }
        return Reflect.create(constructor, arguments);
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
    private static Object[] holdThread(Object[] arguments, ClientTime time, Own own) {
        int[] suppliers = new int[3];
        int found = 0;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof BlockingQueue<?>) {
                arguments[i] = new DrivenEventQueue(own.client());
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
            own.network().apply(made);
            return made;
        };
        Supplier<?> managers = (Supplier<?>) arguments[suppliers[2]];
        arguments[suppliers[2]] = (Supplier<?>) () -> {
            Object made = managers.get();
            time.holdNewThreadNext();
            return made;
        };
        return arguments;
    }
}
