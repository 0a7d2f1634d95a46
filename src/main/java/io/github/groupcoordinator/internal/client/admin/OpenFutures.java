package io.github.groupcoordinator.internal.client.admin;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.internals.KafkaCompletableFuture;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/**
 * The futures of an admin call that is not answered yet: whoever asks one lets virtual time pass until it is done, or
 * for as long as the application is ready to wait. What Kafka composes of several ({@code all()}) is not ours; so time
 * passes when it is composed, unless the thread is interrupted.
 */
final class OpenFutures {
    private static final String RESULTS = "org.apache.kafka.clients.admin.";
    private static final Field INNER = Reflect.field(KafkaFutureImpl.class, "completableFuture");
    private static final Method COMPLETE = Reflect.method(KafkaCompletableFuture.class, "kafkaComplete", Object.class);
    private static final Method FAIL =
            Reflect.method(KafkaCompletableFuture.class, "kafkaCompleteExceptionally", Throwable.class);

    private final Waiting await;
    private final Map<Object, Object> exchanged = new IdentityHashMap<>();

    /** The wait of the application's thread, in virtual time. */
    interface Waiting {
        void until(BooleanSupplier done, long timeoutMs);

        /** Returns whether the current thread is the client's own, on which the answer is to come. */
        boolean isOnIoThread();
    }

    /** @param await lets virtual time pass until the condition holds or so many milliseconds are over */
    OpenFutures(Waiting await) {
        this.await = await;
    }

    /** Exchanges the futures of a result; returns what stands in its place. */
    @Nullable
    Object in(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Object known = exchanged.get(value);
        if (known != null) {
            return known;
        }
        exchanged.put(value, value);
        Object now = value;
        if (value instanceof KafkaFutureImpl<?> future) {
            now = future.isDone() && !holdsFutures(future) ? future : new Open<>(this, future);
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(key, in(each)));
            now = copy;
        } else if (value instanceof List<?> list) {
            now = new ArrayList<>(list.stream().map(this::in).toList());
        } else if (value.getClass().getName().startsWith(RESULTS)) {
            inFieldsOf(value);
        }
        exchanged.put(value, now);
        return now;
    }

    private void inFieldsOf(Object value) {
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
                    continue;
                }
                field.setAccessible(true);
                Object before = Reflect.getOrNull(field, value);
                Object now = in(before);
                if (now != before && field.getType().isInstance(now)) {
                    Reflect.set(field, value, now);
                }
            }
        }
    }

    private static boolean holdsFutures(KafkaFutureImpl<?> done) {
        return !done.isCompletedExceptionally()
                && holdsFutures(Reflect.<CompletableFuture<?>>get(INNER, done).getNow(null));
    }

    /** Those of single brokers are known when the brokers are ({@code listTransactions}). */
    private static boolean holdsFutures(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.values().stream().anyMatch(KafkaFutureImpl.class::isInstance);
    }

    /** Stands for one of the client's, whose outcome it has. */
    private static final class Open<T> extends KafkaFutureImpl<T> {
        private final Driven<T> driven;

        @SuppressWarnings("FutureReturnValueIgnored") // It lives as long as the original.
        Open(OpenFutures others, KafkaFutureImpl<T> original) {
            this.driven = new Driven<>(others.await);
            Reflect.set(INNER, this, driven);
            Reflect.<CompletableFuture<T>>get(INNER, original).whenComplete((value, thrown) -> {
                if (thrown == null) {
                    Reflect.invoke(COMPLETE, driven, holdsFutures(value) ? others.in(value) : value);
                } else {
                    Reflect.invoke(FAIL, driven, thrown);
                }
            });
        }

        @Override
        public CompletionStage<T> toCompletionStage() {
            driven.awaitAnswer();
            return super.toCompletionStage();
        }

        @Override
        public KafkaFuture<T> whenComplete(KafkaFuture.BiConsumer<? super T, ? super Throwable> action) {
            driven.awaitAnswer();
            return super.whenComplete(action);
        }
    }

    private static final class Driven<T> extends KafkaCompletableFuture<T> {
        private final Waiting await;

        Driven(Waiting await) {
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

        /** Waits unless the thread is interrupted, which it is told of when it asks, or is what the answer needs. */
        void awaitAnswer() {
            if (!isDone() && !Thread.currentThread().isInterrupted() && !await.isOnIoThread()) {
                await.until(this::isDone, Long.MAX_VALUE);
            }
        }

        private void await(long timeoutMs) throws InterruptedException {
            if (!isDone()) {
                ClientTime.throwIfInterrupted();
                await.until(this::isDone, timeoutMs);
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
