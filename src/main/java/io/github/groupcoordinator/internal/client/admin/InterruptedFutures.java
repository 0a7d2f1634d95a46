package io.github.groupcoordinator.internal.client.admin;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.internals.KafkaCompletableFuture;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/**
 * The futures of an admin call that an interrupted thread has made. Such a call is not waited for, so that whoever asks
 * for its result is told of the interrupt, as with Kafka; asked again, the futures let virtual time pass until they are
 * done. What Kafka composes of them ({@code all()}) stays as it is.
 */
final class InterruptedFutures {
    private static final String RESULTS = "org.apache.kafka.clients.admin.";
    private static final Field INNER = Reflect.field(KafkaFutureImpl.class, "completableFuture");
    private static final Method COMPLETE = Reflect.method(KafkaCompletableFuture.class, "kafkaComplete", Object.class);
    private static final Method FAIL =
            Reflect.method(KafkaCompletableFuture.class, "kafkaCompleteExceptionally", Throwable.class);

    private final BiConsumer<BooleanSupplier, Long> await;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param await lets virtual time pass until the condition holds or so many milliseconds are over */
    InterruptedFutures(BiConsumer<BooleanSupplier, Long> await) {
        this.await = await;
    }

    /** Exchanges the futures of a result. */
    void in(@Nullable Object value) {
        if (value == null || !seen.add(value)) {
            return;
        }
        if (value instanceof KafkaFutureImpl<?> future) {
            drive(future);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(this::in);
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(this::in);
        } else if (value.getClass().getName().startsWith(RESULTS)) {
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        in(Reflect.getOrNull(field, value));
                    }
                }
            }
        }
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // The original carries the outcome on to those who wait for it already.
    private void drive(KafkaFutureImpl<?> future) {
        Object original = Reflect.get(INNER, future);
        Driven<Object> driven = new Driven<>(await);
        Reflect.set(INNER, future, driven);
        driven.whenComplete((value, thrown) -> {
            if (thrown == null) {
                Reflect.invoke(COMPLETE, original, value);
            } else {
                Reflect.invoke(FAIL, original, thrown);
            }
        });
    }

    private static final class Driven<T> extends KafkaCompletableFuture<T> {
        private final BiConsumer<BooleanSupplier, Long> await;

        Driven(BiConsumer<BooleanSupplier, Long> await) {
            this.await = await;
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            await(Long.MAX_VALUE);
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            await(unit.toMillis(timeout));
            if (!isDone()) {
                throw new TimeoutException("Not done within " + timeout + " " + unit + " of virtual time");
            }
            return super.get();
        }

        private void await(long timeoutMs) throws InterruptedException {
            if (!isDone()) {
                ClientTime.throwIfInterrupted();
                await.accept(this::isDone, timeoutMs);
                if (!isDone()) {
                    ClientTime.throwIfInterrupted();
                }
            }
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Driven<>(await);
        }
    }
}
