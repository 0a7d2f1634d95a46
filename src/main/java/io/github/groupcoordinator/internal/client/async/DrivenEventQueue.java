package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queue through which a consumer's application thread tells its network thread what to do. What is added gets
 * futures that wait in virtual time; those it had before end with them, and the other way round.
 */
final class DrivenEventQueue extends LinkedBlockingQueue<Object> {
    private static final long serialVersionUID = 1L;

    private static final ClassValue<List<Field>> FUTURES = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return futuresOf(type);
        }
    };

    private final transient DrivenCompletion.Waits waits;

    DrivenEventQueue(DrivenCompletion.Waits waits) {
        this.waits = waits;
    }

    /** The method that {@code add} comes down to. */
    @Override
    public boolean offer(Object event) {
        for (Field field : FUTURES.get(event.getClass())) {
            if (Reflect.getOrNull(field, event) instanceof CompletableFuture<?> future
                    && !(future instanceof DrivenCompletion<?>)) {
                Reflect.set(field, event, driven(future));
            }
        }
        return super.offer(event);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Each of the two carries the outcome of the other.
    private <T> DrivenCompletion<T> driven(CompletableFuture<T> original) {
        DrivenCompletion<T> driven = new DrivenCompletion<>(waits);
        original.whenComplete((value, thrown) -> end(driven, value, thrown));
        driven.whenComplete((value, thrown) -> end(original, value, thrown));
        return driven;
    }

    private static <T> void end(CompletableFuture<T> future, T value, @Nullable Throwable thrown) {
        if (thrown == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(thrown);
        }
    }

    private static List<Field> futuresOf(Class<?> type) {
        List<Field> futures = new ArrayList<>();
        for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
            for (Field field : current.getDeclaredFields()) {
                if (field.getType() == CompletableFuture.class && !Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    futures.add(field);
                }
            }
        }
        return futures;
    }
}
