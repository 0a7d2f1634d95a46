package io.github.groupcoordinator.internal.client.consumer;

import io.github.groupcoordinator.internal.client.async.AsyncConsumer;
import io.github.groupcoordinator.internal.client.member.ConsumerInternals;
import io.github.groupcoordinator.internal.client.member.RebalanceRecorder;
import io.github.groupcoordinator.internal.client.position.PositionResets;
import io.github.groupcoordinator.internal.client.seam.AdoptedClient;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.Calls;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import io.github.groupcoordinator.view.MemberRef;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A real {@link KafkaConsumer} of either protocol. Between the consumer and its own delegate sits a guard that enters
 * the loop for every call, notices {@code close()}, and records what the rebalance listener is told.
 */
public final class ConsumerClient extends AdoptedClient {
    private static final Field DELEGATE = Reflect.field(KafkaConsumer.class, "delegate");
    private static final String POLL = "poll";

    /** An application that polls in a loop gives each poll about so long, which is what a client backs off in. */
    private final KafkaConsumer<?, ?> consumer;

    private final ConsumerDelegate<?, ?> real;
    private final Object guard;
    private final ClientTime time;
    private final @Nullable String groupId;
    private final ConsumerInternals internals;
    private final PositionResets resets;
    private boolean positionsAreTheApplications;
    private boolean attended = true;
    private @Nullable Consumer<Throwable> worker;
    private long backsOffUntilMs = Long.MIN_VALUE;
    private long pollEveryMs;
    private volatile @Nullable Thread owner;

    ConsumerClient(
            ClientLife life,
            KafkaConsumer<?, ?> consumer,
            ClientTime time,
            MemorySelectable network,
            @Nullable String groupId,
            ConsumerInternals internals) {
        super(life, network);
        this.consumer = consumer;
        this.time = time;
        this.groupId = groupId;
        this.internals = internals;
        this.real = Reflect.get(DELEGATE, consumer);
        this.resets = new PositionResets(internals.subscriptions());
        internals.watchedBy(resets);
        network.onWayOut(resets);
        network.onWorkedOff(resets::settle);
        time.onBackOffWithoutTime(() -> backsOffUntilMs = loop().nowMs() + pollEveryMs);
        this.guard = Proxy.newProxyInstance(
                ConsumerDelegate.class.getClassLoader(), new Class<?>[] {ConsumerDelegate.class}, new Guard());
        Reflect.set(DELEGATE, consumer, guard);
    }

    /** Returns the consumer as the user holds it. */
    @SuppressWarnings("unchecked") // Whoever made it knows its types.
    public <K, V> KafkaConsumer<K, V> consumer() {
        return (KafkaConsumer<K, V>) consumer;
    }

    @Override
    public boolean is(Object candidate) {
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
        return internals.memberId();
    }

    /** Returns whether its listener was last told something as this member. */
    public boolean was(MemberRef member) {
        RebalanceRecorder recorder = internals.recorder();
        return recorder != null && recorder.was(member);
    }

    /** Returns it as events name it: with its member id, while it is in its group. */
    public MemberRef reference() {
        RebalanceRecorder recorder = internals.recorder();
        return recorder == null ? new MemberRef("", clientId(), null) : recorder.reference();
    }

    /** Returns the generation or member epoch that the client believes to be in, -1 for none. */
    public int generationId() {
        return internals.generationId();
    }

    /** Returns whether the client must join its group again, or has not yet done what its group last told it. */
    public boolean rejoinNeededOrPending() {
        return internals.rejoinNeededOrPending();
    }

    /** Returns whether it speaks the consumer protocol (KIP-848). */
    public boolean isOfConsumerProtocol() {
        return internals instanceof AsyncConsumer;
    }

    /**
     * Returns whether its group knows what it has subscribed to. In the classic protocol a new subscription makes it
     * join again; in the consumer protocol it tells the group with a heartbeat, when one is due.
     */
    public boolean hasToldItsSubscription(Set<String> known) {
        Set<String> topics = internals.subscriptions().subscription();
        // A pattern that the coordinator matches names no topics here.
        return !isOfConsumerProtocol() || topics.isEmpty() || topics.equals(known);
    }

    /** Returns whether the application has subscribed, so that the client belongs into its group. */
    public boolean isSubscribed() {
        return internals.subscriptions().hasAutoAssignedPartitions();
    }

    /** Returns what the client believes to own. */
    public Set<TopicPartition> assignment() {
        return internals.assignment();
    }

    /** Returns the thread of the application that uses it, null if that is the driver's. */
    public @Nullable Thread owner() {
        return owner;
    }

    @Override
    public void setHeartbeatsPaused(boolean paused) {
        internals.setHeartbeatsPaused(paused);
    }

    @Override
    public void setFrozen(boolean frozen) {
        internals.setFrozen(frozen);
    }

    @Override
    public void crash() {
        super.crash();
        mute(true);
        Passengers threads = loop().passengers();
        Thread thread = owner;
        if (threads != null && thread != null) {
            threads.stopWhile(thread, () -> isCrashed() && !isClosed());
        }
    }

    @Override
    public void resume() {
        super.resume();
        mute(false);
    }

    private void mute(boolean muted) {
        RebalanceRecorder recorder = internals.recorder();
        if (recorder != null) {
            recorder.setMuted(muted);
        }
    }

    /** Says who is to be told what its application's listener throws outside of a call of the application. */
    public void belongsTo(Consumer<Throwable> application) {
        worker = application;
    }

    /** Says whether the application has a thread that would poll it. */
    public void setAttended(boolean attended) {
        this.attended = attended;
    }

    /** Returns whether anybody would poll it: it is neither closed nor crashed, and its application runs. */
    public boolean isDriven() {
        return attended && !isClosed() && !isCrashed();
    }

    /** Returns whether something has come over its network that it has not looked at. */
    public boolean hasArrivals() {
        return network().isReadyOrWoken();
    }

    /** Returns whether polling it makes sense: it has subscribed or was assigned partitions by hand. */
    public boolean isPollable() {
        return owner == null && !internals.subscriptions().hasNoSubscriptionOrUserAssignment();
    }

    /** Returns whether the client knows where to go on in each of its partitions, or its application must say so. */
    public boolean hasPositions() {
        return positionsAreTheApplications || internals.subscriptions().hasAllFetchPositions();
    }

    /**
     * Does for the group what a {@code poll} would do, and nothing else: joins, syncs, calls listeners, finds
     * positions; returns no records and commits nothing on the application's behalf.
     *
     * @return whether a pending {@code wakeup()} was met; the caller gives it back with {@link #wakeup}
     */
    public boolean pollGroupOnly() {
        if (owner != null) {
            // Its thread does it, which has turns of its own.
            return false;
        }
        String outerCall = life().name("awaitStable");
        try {
            internals.enter(POLL, new Object[] {Duration.ZERO});
            internals.pollGroupOnly();
            positionsAreTheApplications = false;
            return false;
        } catch (InvalidOffsetException e) {
            // No offset and auto.offset.reset=none: the application's own poll runs into it again and is told.
            positionsAreTheApplications = true;
            return false;
        } catch (WakeupException e) {
            return true;
        } catch (RuntimeException e) {
            if (worker == null) {
                throw fromPolling(e);
            }
            worker.accept(e);
            return false;
        } finally {
            resets.settle();
            life().name(outerCall);
            internals.leave();
        }
    }

    /** Says who is told of the positions that its client resets. */
    public void onReset(PositionResets.Told listener) {
        resets.tell(listener);
    }

    /** Polls once without waiting, as the application would. */
    public ConsumerRecords<?, ?> pollOnce() {
        try {
            return consumer.poll(Duration.ZERO);
        } catch (RuntimeException e) {
            throw fromPolling(e);
        }
    }

    /** Says how often the application polls that the test stands for. */
    public void polledEvery(long intervalMs) {
        pollEveryMs = intervalMs;
    }

    /**
     * Returns whether its last poll ended in a back-off for which it had no time: an application that gives each poll
     * some would not poll again before that is over.
     */
    public boolean backsOff() {
        return loop().nowMs() < backsOffUntilMs;
    }

    /** Says which consumer threw it, of all that are polled on behalf of the test. */
    private RuntimeException fromPolling(RuntimeException thrown) {
        thrown.addSuppressed(new IllegalStateException("The exception is that of " + describe() + ", made at "
                + madeAt() + ", when it was polled for the test at " + loop().describeNow()));
        return thrown;
    }

    public void wakeup() {
        real.wakeup();
    }

    @Override
    public void closeQuietly() {
        if (isCrashed()) {
            internals.closeDead();
            ended();
        } else {
            consumer.close(Duration.ofSeconds(30));
        }
    }

    private void ended() {
        markClosed();
        internals.ended();
        network().close();
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
            try (Calls.Inside entered = life().enter(call)) {
                Object result = inLoop(call, method, arguments);
                loop().throwIfFailed();
                return result;
            }
        }

        private @Nullable Object inLoop(String call, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            String outerCall = life().name(call);
            long outerEndless = time.setEndlessSince(isEndless(arguments) ? loop().nowMs() : Long.MAX_VALUE);
            try {
                take(name);
                internals.enter(name, arguments);
                if (name.equals("close") && isCrashed()) {
                    // What is left of a dead process is cleared away; the group hears nothing of it.
                    internals.closeDead();
                    return null;
                }
                requireNotCrashed(call);
                refuseUnsupported(name);
                return inOrder(name, asked(method, arguments));
            } finally {
                resets.settle();
                life().name(outerCall);
                time.setEndlessSince(outerEndless);
                if (name.equals("close")) {
                    ended();
                }
                internals.leave();
            }
        }

        /** Whoever calls it, uses it: an application may make it on one thread and poll it on another. */
        private void take(String name) {
            Passengers threads = loop().passengers();
            if (threads != null && !name.equals("close")) {
                Thread caller = threads.current();
                if (caller != owner) {
                    owner = caller;
                    internals.belongsTo(caller);
                }
            }
        }

        private @Nullable Object asked(Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("subscribe")) {
                return subscribe(method, arguments);
            }
            return name.startsWith("seek") ? seek(method, arguments) : call(method, arguments);
        }

        /** A position that the application asks for is not reset. */
        private @Nullable Object seek(Method method, Object @Nullable [] arguments) throws Throwable {
            Object first = arguments == null ? null : arguments[0];
            if (first instanceof TopicPartition partition) {
                resets.seeking(List.of(partition));
            } else if (first instanceof Collection<?> all && all.stream().allMatch(TopicPartition.class::isInstance)) {
                resets.seeking(all.stream().map(TopicPartition.class::cast).toList());
            }
            try {
                return call(method, arguments);
            } finally {
                resets.sought();
            }
        }

        /** The set of topics that Kafka returns is salted by the JDK: in another order in each JVM. */
        private @Nullable Object inOrder(String method, @Nullable Object result) {
            if (method.equals("subscription") && result instanceof Set<?> topics) {
                return Collections.unmodifiableSet(new TreeSet<>(topics));
            }
            return result;
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
            RebalanceRecorder recorder = internals.recorder();
            if (recorder == null || arguments == null || arguments[0] == null) {
                return call(method, arguments);
            }
            if (arguments.length == 2) {
                // Kafka refuses a null listener, in its own words.
                return arguments[1] instanceof ConsumerRebalanceListener users
                        ? call(method, new Object[] {arguments[0], recorder.around(users)})
                        : call(method, arguments);
            }
            Method withListener = ConsumerDelegate.class.getMethod(
                    "subscribe", method.getParameterTypes()[0], ConsumerRebalanceListener.class);
            return call(withListener, new Object[] {arguments[0], recorder.around(null)});
        }

        private void refuseUnsupported(String method) {
            if (method.equals("clientInstanceId")) {
                throw new UnsupportedOperationException(
                        "clientInstanceId: client telemetry (KIP-714) is not supported yet; see docs/fidelity.md");
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
}
