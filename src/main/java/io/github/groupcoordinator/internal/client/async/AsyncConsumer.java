package io.github.groupcoordinator.internal.client.async;

import io.github.groupcoordinator.internal.client.member.ConsumerInternals;
import io.github.groupcoordinator.internal.client.member.RebalanceRecorder;
import io.github.groupcoordinator.internal.client.position.PositionResets;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The inside of a consumer of the consumer protocol (KIP-848). */
public final class AsyncConsumer extends AsyncClient implements ConsumerInternals {
    static final Class<?> TYPE = Reflect.type("org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer");
    private static final Field SUBSCRIPTIONS = Reflect.field(TYPE, "subscriptions");
    private static final Field EVENTS = Reflect.field(TYPE, "backgroundEventQueue");
    private static final Field WAKEUP_TRIGGER = Reflect.field(TYPE, "wakeupTrigger");

    private @Nullable Parts parts;
    private @Nullable SubscriptionState subscriptions;

    /**
     * The objects that Kafka's constructor has made.
     *
     * @param real the delegate of the {@code KafkaConsumer}
     * @param networkThread the object of the thread
     * @param membership null without a group
     */
    record Parts(
            ConsumerDelegate<?, ?> real,
            Object networkThread,
            HoldingFetchCollector<?, ?> records,
            @Nullable Membership membership) {}

    /** The part that only a consumer with a {@code group.id} has. */
    record Membership(
            AsyncMembership identity,
            AutoCommits autoCommits,
            HeartbeatSwitch heartbeats,
            RebalanceRecorder recorder) {}

    AsyncConsumer(
            EventLoop loop, ClientTime time, MemorySelectable network, ForeignThread thread, long defaultTimeoutMs) {
        super(loop, time, network, thread, defaultTimeoutMs);
    }

    /** Takes over what has been made; the network thread starts to work. */
    void adopt(Parts made) {
        parts = made;
        start(made.networkThread(), Reflect.get(WAKEUP_TRIGGER, made.real()), Reflect.get(EVENTS, made.real()));
    }

    @Override
    protected void closeReal(Duration timeout) {
        parts().real().close(timeout);
    }

    private Parts parts() {
        if (parts == null) {
            throw new IllegalStateException("not yet made");
        }
        return parts;
    }

    private @Nullable Membership membership() {
        return parts().membership();
    }

    @Override
    public SubscriptionState subscriptions() {
        // The client keeps one for its life, and is asked for it at every step of the loop.
        SubscriptionState known = subscriptions;
        if (known == null) {
            known = Reflect.get(SUBSCRIPTIONS, parts().real());
            subscriptions = known;
        }
        return known;
    }

    @Override
    public void watchedBy(PositionResets resets) {
        parts().records().watchedBy(resets);
    }

    @Override
    public Set<TopicPartition> assignment() {
        // Not asked of the consumer, which another thread may be inside of.
        return new LinkedHashSet<>(subscriptions().assignedPartitions());
    }

    @Override
    public String memberId() {
        Membership membership = membership();
        return membership == null ? "" : membership.identity().memberId();
    }

    @Override
    public int generationId() {
        Membership membership = membership();
        return membership == null ? -1 : membership.identity().generationId();
    }

    @Override
    public boolean rejoinNeededOrPending() {
        Membership membership = membership();
        return membership != null && !membership.identity().isStable();
    }

    @Override
    public @Nullable RebalanceRecorder recorder() {
        Membership membership = membership();
        return membership == null ? null : membership.recorder();
    }

    /** As the client's own poll reckons how long it may wait: the least that its managers say. */
    @Override
    public long idleUntilMs(long nowMs, boolean commits) {
        Membership membership = membership();
        boolean isGroupOnlyPending =
                !commits && membership != null && membership.autoCommits().isInFlight();
        if (isGroupOnlyPending || subscriptions().hasAutoAssignedPartitions() && rejoinNeededOrPending()) {
            return nowMs;
        }
        Object unasked =
                commits || membership == null ? null : membership.autoCommits().manager();
        long waitMs = NetworkRounds.maximumTimeToWaitMs(parts().networkThread(), unasked, nowMs);
        return waitMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + waitMs;
    }

    @Override
    public void pollGroupOnly() {
        Membership membership = membership();
        if (membership == null) {
            pollHoldingRecords();
            return;
        }
        AsyncMembership identity = membership.identity();
        AutoCommits autoCommits = membership.autoCommits();
        if (autoCommits.isInFlight()) {
            // The application's own poll has sent it; its answer needs no poll.
            return;
        }
        int epoch = identity.generationId();
        Optional<?> suspended = autoCommits.suspend();
        try {
            pollHoldingRecords();
        } finally {
            autoCommits.resume(suspended);
            if (identity.generationId() != epoch) {
                autoCommits.restartInterval();
            }
        }
    }

    private void pollHoldingRecords() {
        parts().records().setHolding(true);
        try {
            parts().real().poll(Duration.ZERO);
        } finally {
            parts().records().setHolding(false);
        }
    }

    @Override
    public void setHeartbeatsPaused(boolean paused) {
        Membership membership = membership();
        if (membership != null) {
            membership.heartbeats().setPaused(paused);
            if (!paused) {
                // It has reckoned without heartbeats how long it may sleep.
                wakeNetwork();
            }
        }
    }
}
