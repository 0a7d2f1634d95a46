package io.github.groupcoordinator.internal.client.classic;

import io.github.groupcoordinator.internal.client.member.CoordinatorAccess;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The client's own {@code HeartbeatThread}, which is never started: its switches (enabled, closed, failed) stay the
 * real ones, and {@link HeartbeatActor} does what its loop would do.
 */
final class HeartbeatThreadAccess {
    private static final Class<?> COORDINATOR_TYPE =
            Reflect.type("org.apache.kafka.clients.consumer.internals.AbstractCoordinator");
    private static final Class<?> TYPE =
            Reflect.type("org.apache.kafka.clients.consumer.internals.AbstractCoordinator$HeartbeatThread");
    private static final Field HOLDER = Reflect.field(COORDINATOR_TYPE, "heartbeatThread");
    private static final Method DISABLE = Reflect.method(TYPE, "disable");
    // 3.9 and 4.0 keep the switches in fields of the thread; from 4.1 on its base class has methods for them.
    private static final @Nullable Method IS_ENABLED = Reflect.methodOrNull(TYPE, "isEnabled");
    private static final @Nullable Method IS_CLOSED = Reflect.methodOrNull(TYPE, "isClosed");
    private static final @Nullable Method IS_FAILED = Reflect.methodOrNull(TYPE, "isFailed");
    private static final @Nullable Method SET_FAILURE =
            Reflect.methodOrNull(TYPE, "setFailureCause", RuntimeException.class);

    private final Object coordinator;

    HeartbeatThreadAccess(Object coordinator) {
        this.coordinator = coordinator;
    }

    /** Puts an unstarted thread where the client would otherwise start one; it starts none while one is there. */
    void installIfAbsent() {
        if (Reflect.getOrNull(HOLDER, coordinator) == null) {
            Reflect.set(HOLDER, coordinator, Reflect.create(constructor(), coordinator));
        }
    }

    private static Constructor<?> constructor() {
        try {
            Constructor<?> constructor = TYPE.getDeclaredConstructor(COORDINATOR_TYPE);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw Reflect.missing("constructor of " + TYPE.getName(), e);
        }
    }

    /** Returns whether the loop would do anything. */
    boolean isRunning() {
        Object thread = Reflect.getOrNull(HOLDER, coordinator);
        return thread != null && !flag(IS_CLOSED, "closed", thread) && flag(IS_ENABLED, "enabled", thread);
    }

    boolean isFailed() {
        Object thread = Reflect.get(HOLDER, coordinator);
        return IS_FAILED != null
                ? CoordinatorAccess.isTrue(Reflect.invoke(IS_FAILED, thread))
                : failure(thread).get() != null;
    }

    void disable() {
        Reflect.invoke(DISABLE, Reflect.get(HOLDER, coordinator));
    }

    public void fail(RuntimeException cause) {
        Object thread = Reflect.get(HOLDER, coordinator);
        if (SET_FAILURE != null) {
            Reflect.invoke(SET_FAILURE, thread, cause);
        } else {
            failure(thread).set(cause);
        }
    }

    private static AtomicReference<RuntimeException> failure(Object thread) {
        return Reflect.get(Reflect.field(TYPE, "failed"), thread);
    }

    private static boolean flag(@Nullable Method method, String field, Object thread) {
        return CoordinatorAccess.isTrue(
                method != null
                        ? Reflect.invoke(method, thread)
                        : Reflect.getOrNull(Reflect.field(TYPE, field), thread));
    }
}
