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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.internals.ConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a consumer of the consumer protocol (KIP-848). Its network thread is real and runs under the loop's
 * baton. Whatever the application thread asks of it, it does before the application thread goes on; where the
 * application thread would wait for more, it lets virtual time pass.
 */
public final class AsyncConsumer implements ConsumerInternals, DrivenCompletion.Waits {
    static final Class<?> TYPE = Reflect.type("org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer");
    private static final Field SUBSCRIPTIONS = Reflect.field(TYPE, "subscriptions");
    private static final Field WAKEUP_TRIGGER = Reflect.field(TYPE, "wakeupTrigger");
    private static final Field PENDING_TASK = Reflect.field(WAKEUP_TRIGGER.getType(), "pendingTask");
    private static final Class<?> NETWORK_THREAD =
            Reflect.type("org.apache.kafka.clients.consumer.internals.ConsumerNetworkThread");
    private static final Field RUNNING = Reflect.field(NETWORK_THREAD, "running");
    private static final Field CLOSE_TIMEOUT = Reflect.field(NETWORK_THREAD, "closeTimeout");

    private final EventLoop loop;
    private final ClientTime time;
    private final MemorySelectable network;
    private final ForeignThread thread;
    private final AsyncCalls calls;
    private @Nullable Parts parts;
    private boolean dead;
    private boolean interruptedInClose;

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
    record Membership(AsyncMembership identity, HeartbeatSwitch heartbeats, RebalanceRecorder recorder) {}

    AsyncConsumer(
            EventLoop loop, ClientTime time, MemorySelectable network, ForeignThread thread, long defaultTimeoutMs) {
        this.loop = loop;
        this.time = time;
        this.network = network;
        this.thread = thread;
        this.calls = new AsyncCalls(loop, time, network, defaultTimeoutMs);
        time.onWakeup(this::endThread);
    }

    /** Takes over what has been made; the network thread starts to work. */
    void adopt(Parts made) {
        parts = made;
        time.onWakeup(this::asked);
        time.onWaitForNoTime(calls::asked);
        time.onWait(calls::aboutToWait);
        loop.register(thread);
        loop.handOver(thread);
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

    /** The application thread has asked the network thread something, or told it to end. */
    private void asked() {
        if (Boolean.FALSE.equals(Reflect.getOrNull(RUNNING, parts().networkThread()))) {
            time.await(thread::hasEnded, Long.MAX_VALUE);
            interruptedInClose = Thread.currentThread().isInterrupted();
            return;
        }
        if (!dead) {
            loop.handOver(thread);
            calls.asked();
        }
    }

    /** Only a constructor that fails speaks to the network thread, to end it. */
    private void endThread() {
        time.hasten();
        loop.handOver(thread);
    }

    @Override
    public void await(BooleanSupplier done, long timeoutMs) {
        time.await(done, timeoutMs);
    }

    @Override
    public void awaitSentBefore(CompletableFuture<?> commits) {
        time.await(() -> commits.isDone() || isWakeupPending(), calls.remainingMs());
        // Whoever is interrupted is told so by the future that the client waits for next.
        if (!commits.isDone() && !isWakeupPending() && !Thread.currentThread().isInterrupted()) {
            throw new TimeoutException("Commits that were sent before were not answered in time");
        }
    }

    private boolean isWakeupPending() {
        Object task = Reflect.<AtomicReference<?>>get(PENDING_TASK, Reflect.get(WAKEUP_TRIGGER, parts().real()))
                .get();
        return task != null && task.getClass().getSimpleName().equals("WakeupFuture");
    }

    @Override
    public SubscriptionState subscriptions() {
        return Reflect.get(SUBSCRIPTIONS, parts().real());
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

    @Override
    public void pollGroupOnly() {
        Membership membership = membership();
        if (membership == null) {
            pollHoldingRecords();
            return;
        }
        AsyncMembership identity = membership.identity();
        if (identity.isAutoCommitInFlight()) {
            // The application's own poll has sent it; its answer needs no poll.
            return;
        }
        int epoch = identity.generationId();
        Optional<?> autoCommit = identity.suspendAutoCommit();
        try {
            pollHoldingRecords();
        } finally {
            identity.resumeAutoCommit(autoCommit);
            if (identity.generationId() != epoch) {
                identity.restartAutoCommitInterval();
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
                network.wakeup();
            }
        }
    }

    @Override
    public void setFrozen(boolean frozen) {
        thread.setFrozen(frozen);
    }

    @Override
    public void enter(String method, @Nullable Object @Nullable [] arguments) {
        calls.enter(method, arguments);
    }

    @Override
    public void belongsTo(@Nullable Thread thread) {
        // Whatever is asked of it from outside takes no lock.
    }

    @Override
    public void leave() {
        calls.leave();
    }

    @Override
    public void closeDead() {
        thread.setFrozen(false);
        // From here on the thread does not wait for anything: it is given its turns while the application thread waits.
        dead = true;
        time.hasten();
        parts().real().close(Duration.ZERO);
    }

    /** An application that is interrupted does not wait for the network thread, which goes on to leave the group. */
    private void endInterrupted() {
        if (interruptedInClose && !dead) {
            boolean interrupted = Thread.interrupted();
            time.await(thread::hasEnded, Long.MAX_VALUE);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void ended() {
        endInterrupted();
        if (!thread.hasEnded()) {
            // Something was thrown out of close(): without the baton it would never come to rest.
            network.unplug();
            thread.setFrozen(false);
            time.hasten();
            Reflect.set(CLOSE_TIMEOUT, parts().networkThread(), Duration.ZERO);
            Reflect.set(RUNNING, parts().networkThread(), false);
            loop.handOver(thread);
        }
        loop.unregister(thread);
        thread.release();
    }
}
