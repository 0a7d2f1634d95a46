package io.github.groupcoordinator.internal.client.classic;

import io.github.groupcoordinator.internal.client.member.ConsumerInternals;
import io.github.groupcoordinator.internal.client.member.CoordinatorAccess;
import io.github.groupcoordinator.internal.client.member.RebalanceRecorder;
import io.github.groupcoordinator.internal.client.position.PositionResets;
import io.github.groupcoordinator.internal.client.position.WatchedFetchCollector;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.Passengers;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The inside of a consumer of the classic protocol. Its one thread sends heartbeats; an actor does that instead. */
public final class ClassicConsumer implements ConsumerInternals {
    private static final String INTERNALS = "org.apache.kafka.clients.consumer.internals.";
    private static final Class<?> TYPE = Reflect.type(INTERNALS + "ClassicKafkaConsumer");
    private static final Field SUBSCRIPTIONS = Reflect.field(TYPE, "subscriptions");
    private static final Field FETCHER = Reflect.field(TYPE, "fetcher");
    private static final Field METADATA = Reflect.field(TYPE, "metadata");
    private static final Field COLLECTOR = Reflect.field(Reflect.type(INTERNALS + "Fetcher"), "fetchCollector");

    private final EventLoop loop;
    private final ConsumerDelegate<?, ?> real;
    private final ClientTime time;
    private final @Nullable Membership membership;
    private boolean ended;
    private @Nullable Thread owner;
    private @Nullable SubscriptionState subscriptions;

    /** The part that only a consumer with a {@code group.id} has. */
    public record Membership(CoordinatorAccess coordinator, HeartbeatActor heartbeat, RebalanceRecorder recorder) {}

    public ClassicConsumer(
            EventLoop loop, ConsumerDelegate<?, ?> real, ClientTime time, @Nullable Membership membership) {
        this.loop = loop;
        this.real = real;
        this.time = time;
        this.membership = membership;
        if (membership != null) {
            loop.register(membership.heartbeat());
        }
    }

    @Override
    public SubscriptionState subscriptions() {
        // The client keeps one for its life, and is asked for it at every step of the loop.
        SubscriptionState known = subscriptions;
        if (known == null) {
            known = Reflect.get(SUBSCRIPTIONS, real);
            subscriptions = known;
        }
        return known;
    }

    @Override
    public void watchedBy(PositionResets resets) {
        Object fetcher = Reflect.get(FETCHER, real);
        WatchedFetchCollector<?, ?> records = WatchedFetchCollector.watched(Reflect.get(COLLECTOR, fetcher));
        records.watchedBy(resets);
        Reflect.set(COLLECTOR, fetcher, records);
    }

    @Override
    public Set<TopicPartition> assignment() {
        // Not asked of the consumer, which another thread may be inside of.
        return new LinkedHashSet<>(subscriptions().assignedPartitions());
    }

    @Override
    public String memberId() {
        return membership == null ? "" : membership.coordinator().memberId();
    }

    @Override
    public int generationId() {
        return membership == null ? -1 : membership.coordinator().generationId();
    }

    @Override
    public boolean rejoinNeededOrPending() {
        if (membership == null) {
            return false;
        }
        Passengers threads = loop.passengers();
        CoordinatorAccess coordinator = membership.coordinator();
        return threads == null
                ? coordinator.rejoinNeededOrPending()
                : threads.on(owner, coordinator::rejoinNeededOrPending);
    }

    @Override
    public @Nullable RebalanceRecorder recorder() {
        return membership == null ? null : membership.recorder();
    }

    /** As the client's own poll reckons how long it may wait (ConsumerCoordinator.timeToNextPoll). */
    @Override
    public long idleUntilMs(long nowMs, boolean commits) {
        long metadataMs = Reflect.<Metadata>get(METADATA, real).timeToNextUpdate(nowMs);
        long untilMs = metadataMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + metadataMs;
        if (membership == null) {
            return untilMs;
        }
        CoordinatorAccess coordinator = membership.coordinator();
        if (subscriptions().hasAutoAssignedPartitions()) {
            if (coordinator.hasNotJoinedGroup()
                    || coordinator.seemsUnknown(nowMs)
                    || coordinator.rejoinNeededOrPending()) {
                return nowMs;
            }
            untilMs = Math.min(untilMs, coordinator.heartbeatDueMs());
        }
        return commits ? Math.min(untilMs, coordinator.autoCommitDueMs()) : untilMs;
    }

    @Override
    public void pollGroupOnly() {
        boolean autoCommit = membership != null && membership.coordinator().setAutoCommit(false);
        int generation = generationId();
        try {
            real.updateAssignmentMetadataIfNeeded(time.timer(0));
            if (membership != null) {
                // Looking up positions only queues requests; a poll of the application would send them.
                membership.coordinator().pollNoWakeup();
            }
        } finally {
            if (membership != null) {
                membership.coordinator().setAutoCommit(autoCommit);
                if (autoCommit && generationId() != generation) {
                    membership.coordinator().restartAutoCommitInterval();
                }
            }
        }
    }

    @Override
    public long actsOfItsOwn() {
        return membership == null ? 0 : membership.heartbeat().acts();
    }

    @Override
    public boolean hasLeftSomething() {
        // What its heartbeats learn is in what it asks itself in its next poll.
        return false;
    }

    @Override
    public void setHeartbeatsPaused(boolean paused) {
        if (membership != null) {
            membership.heartbeat().setPaused(paused);
        }
    }

    @Override
    public void setFrozen(boolean frozen) {
        // Heartbeats are all that it does by itself.
    }

    @Override
    public void enter(String method, @Nullable Object @Nullable [] arguments) {
        // It waits for its network only, on the calling thread.
        if (membership != null) {
            membership.heartbeat().entered();
        }
    }

    @Override
    public void belongsTo(@Nullable Thread thread) {
        owner = thread;
        if (membership != null) {
            membership.heartbeat().belongsTo(thread);
        }
    }

    @Override
    public void leave() {
        if (membership != null) {
            membership.heartbeat().left();
            if (!ended) {
                membership.heartbeat().installIfAbsent();
            }
        }
    }

    @Override
    public void closeDead() {
        if (membership == null) {
            real.close(Duration.ZERO);
            return;
        }
        membership.heartbeat().entered();
        try {
            real.close(Duration.ZERO);
        } finally {
            membership.heartbeat().left();
        }
    }

    @Override
    public void ended() {
        ended = true;
        if (membership != null) {
            loop.unregister(membership.heartbeat());
        }
    }
}
