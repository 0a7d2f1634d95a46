package io.github.groupcoordinator.internal.client.share;

import io.github.groupcoordinator.internal.client.async.AsyncClient;
import io.github.groupcoordinator.internal.client.async.AsyncMembership;
import io.github.groupcoordinator.internal.client.async.HeartbeatSwitch;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.client.seam.SupportedVersions;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;
import org.apache.kafka.clients.consumer.internals.SubscriptionState;
import org.apache.kafka.clients.consumer.internals.events.ApplicationEvent;
import org.jspecify.annotations.Nullable;

/** The inside of a share consumer (KIP-932). */
final class ShareConsumerInternals extends AsyncClient {
    static final Class<?> TYPE = Reflect.type("org.apache.kafka.clients.consumer.internals.ShareConsumerImpl");
    static final Field HANDLER = Reflect.field(TYPE, "applicationEventHandler");
    private static final Field EVENTS = Reflect.field(TYPE, "backgroundEventQueue");
    private static final Field WAKEUP_TRIGGER = Reflect.field(TYPE, "wakeupTrigger");
    private static final Field SUBSCRIPTIONS = Reflect.field(TYPE, "subscriptions");
    private static final Method ADD = Reflect.method(HANDLER.getType(), "add", ApplicationEvent.class);
    private static final Method PROCESS_BACKGROUND_EVENTS = Reflect.method(TYPE, "processBackgroundEvents");
    private static final Constructor<?> POLL_EVENT = pollEvent();
    private static final String POLL = "poll";

    private @Nullable Parts parts;

    /**
     * The objects that Kafka's constructor has made.
     *
     * @param real the delegate of the {@code KafkaShareConsumer}
     * @param networkThread the object of the thread
     */
    record Parts(
            ShareConsumerDelegate<?, ?> real,
            Object networkThread,
            AsyncMembership membership,
            HeartbeatSwitch heartbeats) {}

    ShareConsumerInternals(
            EventLoop loop, ClientTime time, MemorySelectable network, ForeignThread thread, long defaultTimeoutMs) {
        super(loop, time, network, thread, defaultTimeoutMs);
    }

    /** (the deadline,) the time of the poll; a single event before 4.2, which other consumers send, too. */
    private static Constructor<?> pollEvent() {
        String events = ApplicationEvent.class.getPackageName();
        Class<?> type = SupportedVersions.isAtLeast(4, 2)
                ? Reflect.type(events + ".SharePollEvent")
                : Reflect.type(events + ".PollEvent");
        return Reflect.constructorEndingIn(type, long.class, long.class, 1, 2);
    }

    /** Takes over what has been made; the network thread starts to work. */
    void adopt(Parts made) {
        parts = made;
        start(made.networkThread(), Reflect.get(WAKEUP_TRIGGER, made.real()), Reflect.get(EVENTS, made.real()));
    }

    private Parts parts() {
        if (parts == null) {
            throw new IllegalStateException("not yet made");
        }
        return parts;
    }

    AsyncMembership membership() {
        return parts().membership();
    }

    SubscriptionState subscriptions() {
        return Reflect.get(SUBSCRIPTIONS, parts().real());
    }

    /**
     * Lets the network thread know that its application polls, which keeps it in its group or lets it join. A poll
     * would do more: accept what was delivered before, and ask for records, whose locks would run.
     */
    void pollGroupOnly() {
        enter(POLL, new Object[] {Duration.ZERO});
        try {
            Object real = parts().real();
            Object[] times = new Object[POLL_EVENT.getParameterCount()];
            Arrays.fill(times, nowMs());
            Reflect.invoke(ADD, Reflect.get(HANDLER, real), Reflect.create(POLL_EVENT, times));
            Reflect.invoke(PROCESS_BACKGROUND_EVENTS, real);
        } finally {
            leave();
        }
    }

    @Override
    protected void closeReal(Duration timeout) {
        parts().real().close(timeout);
    }

    @Override
    public void setHeartbeatsPaused(boolean paused) {
        parts().heartbeats().setPaused(paused);
        if (!paused) {
            wakeNetwork();
        }
    }
}
