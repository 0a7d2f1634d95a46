package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.real.around.Gate;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.common.network.Selectable;
import org.jspecify.annotations.Nullable;

/** The way from a client to its sockets, on which a {@link Gate} is put. */
final class Networks {
    /** A client with a thread of its own makes its network there, soon after its constructor. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);
    private static final Field SELECTOR = Reflect.field(NetworkClient.class, "selector");

    /** The names of fields by which a client, or a part of it, holds what leads on to its network. */
    private static final List<String> ON_THE_WAY =
            List.of("sender", "applicationEventHandler", "networkThread", "networkClientDelegate", "client");

    private Networks() {}

    /**
     * Puts a gate before the sockets of a client that has just been made.
     *
     * @param client the client, or its delegate
     * @param beforeEachLook run by the client's thread before each look at its network
     * @param asked told, by that thread, of topics that the client asks a broker for, which may create them
     */
    static Gate gate(Object client, Runnable beforeEachLook, Consumer<Collection<String>> asked) {
        NetworkClient network = network(client);
        Gate gate = new Gate(Reflect.<Selectable>get(SELECTOR, network), beforeEachLook, asked);
        Reflect.set(SELECTOR, network, gate);
        return gate;
    }

    private static NetworkClient network(Object client) {
        RealTime.Wait wait = RealTime.atMost(SOON);
        while (true) {
            Object part = client;
            while (part != null && !(part instanceof NetworkClient)) {
                part = next(part);
            }
            if (part instanceof NetworkClient found) {
                return found;
            }
            if (wait.isOver()) {
                throw Reflect.missing("the network of " + client.getClass().getName(), null);
            }
            RealTime.sleep(BETWEEN_LOOKS);
        }
    }

    /** Returns the next part on the way; null if it is not there yet. */
    private static @Nullable Object next(Object part) {
        for (Class<?> type = part.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (ON_THE_WAY.contains(field.getName())) {
                    field.setAccessible(true);
                    return Reflect.getOrNull(field, part);
                }
            }
        }
        throw Reflect.missing("a way from " + part.getClass().getName() + " to its network", null);
    }
}
