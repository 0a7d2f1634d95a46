package io.github.groupcoordinator.internal.client.consumer;

import io.github.groupcoordinator.internal.client.async.AsyncConsumer;
import io.github.groupcoordinator.internal.client.member.ConsumerInternals;
import io.github.groupcoordinator.internal.client.member.PolledClient;
import io.github.groupcoordinator.internal.client.member.RebalanceRecorder;
import io.github.groupcoordinator.internal.client.position.PositionResets;
import io.github.groupcoordinator.internal.client.seam.ClientLife;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.view.MemberRef;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A real {@link KafkaConsumer} of either protocol. What its rebalance listener is told is recorded.
 */
public final class ConsumerClient extends PolledClient {
    private static final Field DELEGATE = Reflect.field(KafkaConsumer.class, "delegate");
    private static final String POLL = "poll";

    private final KafkaConsumer<?, ?> consumer;
    private final ConsumerDelegate<?, ?> real;
    private final Object guard;
    private final @Nullable String groupId;
    private final ConsumerInternals internals;
    private final PositionResets resets;
    private boolean positionsAreTheApplications;

    ConsumerClient(
            ClientLife life,
            KafkaConsumer<?, ?> consumer,
            ClientTime time,
            MemorySelectable network,
            @Nullable String groupId,
            ConsumerInternals internals) {
        super(life, time, network, internals);
        this.consumer = consumer;
        this.groupId = groupId;
        this.internals = internals;
        this.real = Reflect.get(DELEGATE, consumer);
        this.resets = new PositionResets(internals.subscriptions());
        internals.watchedBy(resets);
        network.onWayOut(resets);
        network.onWorkedOff(resets::settle);
        this.guard = guardOf(ConsumerDelegate.class, real);
        Reflect.set(DELEGATE, consumer, guard);
    }

    /** Returns the consumer as the user holds it. */
    @SuppressWarnings("unchecked") // Whoever made it knows its types.
    public <K, V> KafkaConsumer<K, V> consumer() {
        return (KafkaConsumer<K, V>) consumer;
    }

    @Override
    public Object held() {
        return consumer;
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

    @Override
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

    @Override
    public int generationId() {
        return internals.generationId();
    }

    @Override
    public boolean rejoinNeededOrPending() {
        return internals.rejoinNeededOrPending();
    }

    @Override
    public boolean isOfEpochs() {
        return internals instanceof AsyncConsumer;
    }

    /**
     * In the classic protocol a new subscription makes it join again; in the consumer protocol it tells the group with
     * a heartbeat, when one is due.
     */
    @Override
    public boolean hasToldItsSubscription(Set<String> known) {
        Set<String> topics = internals.subscriptions().subscription();
        // A pattern that the coordinator matches names no topics here.
        return !isOfEpochs() || topics.isEmpty() || topics.equals(known);
    }

    @Override
    public boolean isSubscribed() {
        return internals.subscriptions().hasAutoAssignedPartitions();
    }

    @Override
    public Set<TopicPartition> assignment() {
        return internals.assignment();
    }

    @Override
    public void crash() {
        super.crash();
        mute(true);
    }

    @Override
    public void pause(boolean forAWhile) {
        super.pause(forAWhile);
        mute(true);
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

    @Override
    public boolean isPollable() {
        return owner() == null && !internals.subscriptions().hasNoSubscriptionOrUserAssignment();
    }

    @Override
    public boolean hasPositions() {
        return positionsAreTheApplications || internals.subscriptions().hasAllFetchPositions();
    }

    @Override
    public boolean pollGroupOnly() {
        if (owner() != null) {
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
            thrown(e);
            return false;
        } finally {
            resets.settle();
            life().name(outerCall);
            internals.leave();
        }
    }

    @Override
    protected long idleUntilMs(long nowMs, boolean commits) {
        return hasPositions() ? internals.idleUntilMs(nowMs, commits) : nowMs;
    }

    /** Says who is told of the positions that its client resets. */
    public void onReset(PositionResets.Told listener) {
        resets.tell(listener);
    }

    @Override
    protected ConsumerRecords<?, ?> poll() {
        return consumer.poll(Duration.ZERO);
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }

    @Override
    public void closeQuietly() {
        if (isStopped()) {
            closeDead();
            ended();
        } else {
            consumer.close(Duration.ofSeconds(30));
        }
    }

    @Override
    protected @Nullable Object call(Method method, Object delegate, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("subscribe")) {
            return subscribe(method, delegate, arguments);
        }
        return name.startsWith("seek") ? seek(method, delegate, arguments) : super.call(method, delegate, arguments);
    }

    /** A position that the application asks for is not reset. */
    private @Nullable Object seek(Method method, Object delegate, Object @Nullable [] arguments) throws Throwable {
        Object first = arguments == null ? null : arguments[0];
        if (first instanceof TopicPartition partition) {
            resets.seeking(List.of(partition));
        } else if (first instanceof Collection<?> all && all.stream().allMatch(TopicPartition.class::isInstance)) {
            resets.seeking(all.stream().map(TopicPartition.class::cast).toList());
        }
        try {
            return super.call(method, delegate, arguments);
        } finally {
            resets.sought();
        }
    }

    private @Nullable Object subscribe(Method method, Object delegate, Object @Nullable [] arguments) throws Throwable {
        RebalanceRecorder recorder = internals.recorder();
        if (recorder == null || arguments == null || arguments[0] == null) {
            return super.call(method, delegate, arguments);
        }
        if (arguments.length == 2) {
            // Kafka refuses a null listener, in its own words.
            if (arguments[1] == null) {
                return super.call(method, delegate, arguments);
            }
            Object around = arguments[1] instanceof ConsumerRebalanceListener users
                    ? recorder.around(users)
                    : recorder.around(method.getParameterTypes()[1], arguments[1]);
            return super.call(method, delegate, new Object[] {arguments[0], around});
        }
        Method withListener = ConsumerDelegate.class.getMethod(
                "subscribe", method.getParameterTypes()[0], ConsumerRebalanceListener.class);
        return super.call(withListener, delegate, new Object[] {arguments[0], recorder.around(null)});
    }

    @Override
    protected void called() {
        super.called();
        resets.settle();
    }
}
