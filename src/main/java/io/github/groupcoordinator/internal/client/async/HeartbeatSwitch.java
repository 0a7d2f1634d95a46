package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.internals.NetworkClientDelegate;
import org.apache.kafka.clients.consumer.internals.RequestManager;
import org.jspecify.annotations.Nullable;

/**
 * The switch before the sender of a member's heartbeats (KIP-848, KIP-932), by which a test stops them. A request that
 * leaves the group is no sign of life and goes through.
 */
public final class HeartbeatSwitch implements InvocationHandler {
    private static final Field ENTRIES =
            Reflect.field(Reflect.type("org.apache.kafka.clients.consumer.internals.RequestManagers"), "entries");

    private final Object heartbeats;
    private final AsyncMembership membership;
    private boolean paused;

    private HeartbeatSwitch(Object heartbeats, AsyncMembership membership) {
        this.heartbeats = heartbeats;
        this.membership = membership;
    }

    /** Puts one among the request managers of a client, before the given one. */
    public static HeartbeatSwitch before(Object heartbeats, Object requestManagers, AsyncMembership membership) {
        HeartbeatSwitch made = new HeartbeatSwitch(heartbeats, membership);
        Object proxy = Proxy.newProxyInstance(
                RequestManager.class.getClassLoader(), new Class<?>[] {RequestManager.class}, made);
        List<Object> entries = new ArrayList<>();
        boolean found = false;
        for (Object entry : Reflect.<List<?>>get(ENTRIES, requestManagers)) {
            // 4.0 keeps those that may be absent, too.
            boolean optional = entry instanceof Optional<?>;
            Object manager = entry instanceof Optional<?> present ? present.orElse(null) : entry;
            if (manager == heartbeats) {
                found = true;
                entries.add(optional ? Optional.of(proxy) : proxy);
            } else {
                entries.add(entry);
            }
        }
        if (!found) {
            throw Reflect.missing("the heartbeats among RequestManagers.entries", null);
        }
        Reflect.set(ENTRIES, requestManagers, entries);
        return made;
    }

    public void setPaused(boolean paused) {
        this.paused = paused;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        if (paused && !membership.isLeaving()) {
            switch (method.getName()) {
                case "poll":
                    return NetworkClientDelegate.PollResult.EMPTY;
                case "maximumTimeToWait":
                    return Long.MAX_VALUE;
                default:
                    break;
            }
        }
        return Reflect.invoke(method, heartbeats, arguments == null ? new Object[0] : arguments);
    }
}
