package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.internal.client.seam.Reflect;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer or share consumer. Before its own delegate sits a guard that notices what the application does. */
abstract class GuardedClient extends RealClient implements InvocationHandler {
    /** The calls by which a broker is asked for topics, which it may create then; their first argument names them. */
    private static final List<String> ASK_FOR_TOPICS =
            List.of("subscribe", "assign", "partitionsFor", "beginningOffsets", "endOffsets", "offsetsForTimes");

    private final Object client;
    private final Object delegate;
    private final String groupId;
    private final Method poll;
    private final SubscriptionState subscriptions;
    private boolean attended = true;
    private boolean runsByItself;
    private boolean polled;

    /** @param groupId empty for none */
    GuardedClient(Scene scene, Object client, Class<?> delegateType, String clientId, String groupId) {
        super(scene, client.getClass().getSimpleName(), clientId);
        this.client = client;
        this.groupId = groupId;
        Field field = Reflect.field(client.getClass(), "delegate");
        this.delegate = Reflect.get(field, client);
        this.subscriptions = Reflect.get(Reflect.field(delegate.getClass(), "subscriptions"), delegate);
        this.poll = Reflect.method(delegate.getClass(), "poll", Duration.class);
        Reflect.set(
                field,
                client,
                Proxy.newProxyInstance(delegateType.getClassLoader(), new Class<?>[] {delegateType}, this));
    }

    final Object client() {
        return client;
    }

    final Object delegate() {
        return delegate;
    }

    final SubscriptionState subscriptions() {
        return subscriptions;
    }

    @Override
    final String groupId() {
        return groupId;
    }

    /** Says whether somebody runs the loop of its application. */
    final void setAttended(boolean now) {
        attended = now;
    }

    /** Says that it belongs to a thread of the application, which polls it. */
    final void runsByItself() {
        runsByItself = true;
    }

    @Override
    final boolean isLeftByApplication() {
        return runsByItself && !isClosed();
    }

    /** Returns whether somebody polls it: the test, or its application. */
    final boolean isAlive() {
        return attended && !isClosed() && !isStopped();
    }

    /** Returns whether it takes part in what is done for the test's clients. */
    final boolean isDriven() {
        return !runsByItself && isAlive();
    }

    /** Returns whether it was ever polled, by whomever. */
    final boolean wasPolled() {
        return polled;
    }

    /** Returns whether it reads anything. */
    final boolean isSubscribed() {
        return !subscriptions.hasNoSubscriptionOrUserAssignment();
    }

    /** Polls for the application of a worker, or for the test. */
    final ConsumerRecords<?, ?> poll(Duration timeout) {
        requireNotStopped("poll(..)");
        polled = true;
        polling();
        try {
            return (ConsumerRecords<?, ?>) given(Reflect.invoke(poll, delegate, timeout));
        } finally {
            scene().belongings().lookForIds();
            called();
        }
    }

    private static Object given(@Nullable Object result) {
        return result == null ? ConsumerRecords.EMPTY : result;
    }

    /** Does for the group what polling would do, and delivers nothing; returns whether that took the time given. */
    abstract boolean pollGroupOnly(Duration timeout);

    /** Called before each poll, whoever polls. */
    void polling() {
        // Nothing to note, by default.
    }

    @Override
    public final boolean is(Object candidate) {
        return candidate == client || candidate == this;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return objectMethod(proxy, name, arguments);
        }
        if (name.equals("wakeup")) {
            return direct(method, arguments);
        }
        if (name.equals("close")) {
            return close(method, arguments);
        }
        requireNotStopped(name + (arguments == null ? "()" : "(..)"));
        if (arguments != null && ASK_FOR_TOPICS.contains(name)) {
            noteTopics(arguments[0]);
        }
        if (name.equals("poll")) {
            polled = true;
            polling();
        }
        try {
            return call(method, arguments);
        } finally {
            scene().belongings().lookForIds();
            called();
        }
    }

    /** Calls the delegate; whoever has more to say about a call of the application does it here. */
    @Nullable
    Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        return direct(method, arguments);
    }

    /** Called after each call of the application. */
    void called() {
        // Nothing to look at, by default.
    }

    /** Called when it is about to be closed. */
    void closing() {
        // Nothing to do, by default.
    }

    final @Nullable Object direct(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A pattern names no topic that is not there. */
    private void noteTopics(Object asked) {
        if (asked instanceof Collection<?> all) {
            all.forEach(this::noteTopic);
        } else if (asked instanceof Map<?, ?> byPartition) {
            byPartition.keySet().forEach(this::noteTopic);
        } else if (asked instanceof String topic) {
            noteTopic(topic);
        }
    }

    private void noteTopic(Object asked) {
        scene().belongings().reads(asked instanceof TopicPartition partition ? partition.topic() : asked.toString());
    }

    private @Nullable Object close(Method method, Object @Nullable [] arguments) throws Throwable {
        closing();
        try {
            if (isStopped()) {
                // Nobody hears of the end of a process that is gone.
                Method atOnce = Reflect.method(delegate.getClass(), "close", Duration.class);
                return direct(atOnce, new Object[] {Duration.ZERO});
            }
            return direct(method, arguments);
        } finally {
            markClosed();
        }
    }

    @Override
    final void closeQuietly() {
        if (isClosed()) {
            return;
        }
        if (runsByItself) {
            // Its thread may be inside; it learns of the end with its next call.
            kill();
            return;
        }
        closing();
        revive();
        try {
            Reflect.invoke(Reflect.method(delegate.getClass(), "close", Duration.class), delegate, TO_CLOSE);
        } finally {
            markClosed();
        }
    }

    private Object objectMethod(Object proxy, String name, Object @Nullable [] arguments) {
        return switch (name) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> clientId().hashCode();
            default -> describe();
        };
    }
}
