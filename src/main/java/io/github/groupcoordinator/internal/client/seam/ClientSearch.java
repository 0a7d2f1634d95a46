package io.github.groupcoordinator.internal.client.seam;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search for the client behind the object that a test holds: the client itself, a spy, a proxy, or an object with a
 * field for it.
 *
 * @param <C> the kind of client
 */
public final class ClientSearch<C extends Findable> {
    /** A wrapper in a wrapper in a wrapper; deeper than that is not a client any more. */
    private static final int DEPTH = 4;

    private final List<C> clients;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    public ClientSearch(List<C> clients) {
        this.clients = clients;
    }

    @Nullable
    public C find(Object candidate) {
        return find(candidate, DEPTH);
    }

    private @Nullable C find(Object candidate, int depth) {
        for (C client : clients) {
            if (client.is(candidate)) {
                return client;
            }
        }
        if (depth == 0 || !seen.add(candidate)) {
            return null;
        }
        Object holder = Proxy.isProxyClass(candidate.getClass()) ? Proxy.getInvocationHandler(candidate) : candidate;
        for (Class<?> type = holder.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                C found = find(field, holder, depth);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable C find(Field field, Object holder, int depth) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return null;
        }
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException closedModule) {
            return null;
        }
        Object value = Reflect.getOrNull(field, holder);
        return value == null || value instanceof String ? null : find(value, depth - 1);
    }
}
