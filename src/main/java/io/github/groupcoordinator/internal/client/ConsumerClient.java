package io.github.groupcoordinator.internal.client;

import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.view.MemberRef;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A real {@link KafkaConsumer} of the classic protocol. Between the consumer and its own delegate sits a guard that
 * enters the loop for every call, notices {@code close()}, and records what the rebalance listener is told.
 */
public final class ConsumerClient extends AdoptedClient {
    private static final Field DELEGATE = Reflect.field(KafkaConsumer.class, "delegate");
    private static final Field SUBSCRIPTIONS = Reflect.field(
            Reflect.type("org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer"), "subscriptions");

    private final KafkaConsumer<?, ?> consumer;
    private final ConsumerDelegate<?, ?> real;
    private final Object guard;
    private final ClientTime time;
    private final @Nullable String groupId;
    private final @Nullable Membership membership;
    private String currentCall = "nothing";
    private boolean positionsAreTheApplications;

    /** What a consumer with a {@code group.id} has besides. */
    record Membership(CoordinatorAccess coordinator, HeartbeatActor heartbeat, RebalanceRecorder recorder) {}

    ConsumerClient(
            EventLoop loop,
            String clientId,
            KafkaConsumer<?, ?> consumer,
            ClientTime time,
            MemorySelectable network,
            @Nullable String groupId,
            @Nullable Membership membership) {
        super(loop, ClientKind.CONSUMER, clientId, network);
        this.consumer = consumer;
        this.time = time;
        this.groupId = groupId;
        this.membership = membership;
        this.real = Reflect.get(DELEGATE, consumer);
        this.guard = Proxy.newProxyInstance(
                ConsumerDelegate.class.getClassLoader(), new Class<?>[] {ConsumerDelegate.class}, new Guard());
        Reflect.set(DELEGATE, consumer, guard);
        if (membership != null) {
            loop.register(membership.heartbeat());
        }
    }

    /** Returns the consumer as the user holds it. */
    public KafkaConsumer<?, ?> consumer() {
        return consumer;
    }

    @Override
    boolean is(Object candidate) {
        // A spy is a copy of the consumer: another object with the same delegate.
        return candidate == consumer
                || candidate == guard
                || (candidate instanceof KafkaConsumer<?, ?> copy && Reflect.getOrNull(DELEGATE, copy) == guard);
    }

    @Override
    public String group() {
        return groupId == null ? "" : groupId;
    }

    /** Returns the {@code group.id}, or null if it has none. */
    public @Nullable String groupId() {
        return groupId;
    }

    @Override
    public String memberId() {
        return membership == null ? "" : membership.coordinator().memberId();
    }

    /** Returns whether its listener was last told something as this member. */
    boolean was(MemberRef member) {
        return membership != null && membership.recorder().was(member);
    }

    /** Returns the generation that the client believes to be in, -1 for none. */
    public int generationId() {
        return membership == null ? -1 : membership.coordinator().generationId();
    }

    /** Returns whether the client must join its group again, or is about to. */
    public boolean rejoinNeededOrPending() {
        return membership != null && membership.coordinator().rejoinNeededOrPending();
    }

    private SubscriptionState subscriptions() {
        return Reflect.get(SUBSCRIPTIONS, real);
    }

    /** Returns whether the application has subscribed, so that the client belongs into its group. */
    public boolean isSubscribed() {
        return subscriptions().hasAutoAssignedPartitions();
    }

    /** Returns what the client believes to own. */
    public Set<TopicPartition> assignment() {
        return real.assignment();
    }

    @Override
    void setHeartbeatsPaused(boolean paused) {
        if (membership != null) {
            membership.heartbeat().setPaused(paused);
        }
    }

    @Override
    public void crash() {
        super.crash();
        mute(true);
    }

    @Override
    public void resume() {
        super.resume();
        mute(false);
    }

    private void mute(boolean muted) {
        if (membership != null) {
            membership.recorder().setMuted(muted);
        }
    }

    /** Returns whether polling it makes sense: it has subscribed or was assigned partitions by hand. */
    public boolean isPollable() {
        return !subscriptions().hasNoSubscriptionOrUserAssignment();
    }

    /** Returns whether the client knows where to go on in each of its partitions, or its application must say so. */
    public boolean hasPositions() {
        return positionsAreTheApplications || subscriptions().hasAllFetchPositions();
    }

    /**
     * Does for the group what a {@code poll} would do, and nothing else: joins, syncs, calls listeners, finds positions;
     * returns no records and commits nothing on the application's behalf.
     *
     * @return whether a pending {@code wakeup()} was met; the caller gives it back with {@link #wakeup}
     */
    public boolean pollGroupOnly() {
        String outerCall = currentCall;
        currentCall = "awaitStable";
        boolean autoCommit = membership != null && membership.coordinator().setAutoCommit(false);
        int generation = generationId();
        try {
            real.updateAssignmentMetadataIfNeeded(time.timer(0));
            positionsAreTheApplications = false;
            if (membership != null) {
                // Looking up positions only queues requests; a poll of the application would send them.
                membership.coordinator().pollNoWakeup();
            }
            return false;
        } catch (InvalidOffsetException e) {
            // No offset and auto.offset.reset=none: the application's own poll runs into it again and is told.
            positionsAreTheApplications = true;
            return false;
        } catch (WakeupException e) {
            return true;
        } finally {
            currentCall = outerCall;
            if (membership != null) {
                membership.coordinator().setAutoCommit(autoCommit);
                if (autoCommit && generationId() != generation) {
                    membership.coordinator().restartAutoCommitInterval();
                }
            }
            afterCall();
        }
    }

    /** Polls once without waiting, as the application would. */
    public ConsumerRecords<?, ?> pollOnce() {
        return consumer.poll(Duration.ZERO);
    }

    public void wakeup() {
        real.wakeup();
    }

    /** Returns who waits in which call, for a message. */
    String describeWait() {
        return describe() + " waits in " + currentCall;
    }

    @Override
    void closeQuietly() {
        if (isCrashed()) {
            real.close(Duration.ZERO);
            ended();
        } else {
            consumer.close(Duration.ofSeconds(30));
        }
    }

    private void ended() {
        markClosed();
        if (membership != null) {
            loop().unregister(membership.heartbeat());
        }
        network().close();
    }

    private void afterCall() {
        if (membership != null && !isClosed()) {
            membership.heartbeat().installIfAbsent();
        }
    }

    private final class Guard implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (method.getDeclaringClass() == Object.class) {
                return objectMethod(proxy, name, arguments);
            }
            if (name.equals("wakeup")) {
                real.wakeup();
                return null;
            }
            String call = name + (arguments == null ? "()" : "(..)");
            loop().ownership().enter(describe() + "." + call);
            String outerCall = currentCall;
            currentCall = call;
            long outerEndless = time.setEndlessSince(isEndless(arguments) ? loop().nowMs() : Long.MAX_VALUE);
            try {
                if (name.equals("close") && isCrashed()) {
                    // What is left of a dead process is cleared away; the group hears nothing of it.
                    real.close(Duration.ZERO);
                    return null;
                }
                requireNotCrashed(call);
                Object result = name.equals("subscribe") ? subscribe(method, arguments) : call(method, arguments);
                loop().throwIfFailed();
                return result;
            } finally {
                currentCall = outerCall;
                time.setEndlessSince(outerEndless);
                leave(name);
            }
        }

        private void leave(String name) {
            try {
                if (name.equals("close")) {
                    ended();
                }
                afterCall();
            } finally {
                loop().ownership().exit();
            }
        }

        private boolean isEndless(Object @Nullable [] arguments) {
            return arguments != null
                    && arguments.length > 0
                    && arguments[arguments.length - 1] instanceof Duration timeout
                    && EventLoop.isEndless(timeout);
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private @Nullable Object subscribe(Method method, Object @Nullable [] arguments) throws Throwable {
            if (membership == null || arguments == null) {
                return call(method, arguments);
            }
            RebalanceRecorder recorder = membership.recorder();
            if (arguments.length == 2) {
                // Kafka refuses a null listener, in its own words.
                return arguments[1] instanceof ConsumerRebalanceListener users
                        ? call(method, new Object[] {arguments[0], recorder.around(users)})
                        : call(method, arguments);
            }
            if (arguments[0] instanceof Collection<?>) {
                Method withListener = ConsumerDelegate.class.getMethod(
                        "subscribe", Collection.class, ConsumerRebalanceListener.class);
                return call(withListener, new Object[] {arguments[0], recorder.around(null)});
            }
            if (arguments[0] instanceof Pattern) {
                Method withListener =
                        ConsumerDelegate.class.getMethod("subscribe", Pattern.class, ConsumerRebalanceListener.class);
                return call(withListener, new Object[] {arguments[0], recorder.around(null)});
            }
            return call(method, arguments);
        }

        private Object objectMethod(Object proxy, String name, Object @Nullable [] arguments) {
            return switch (name) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> clientId().hashCode();
                default -> describe();
            };
        }
    }
}
