package io.github.groupcoordinator.internal.client.share;

import io.github.groupcoordinator.internal.client.async.AsyncClient;
import io.github.groupcoordinator.internal.client.async.AsyncMembership;
import io.github.groupcoordinator.internal.client.async.HeartbeatSwitch;
import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Reflect;
import io.github.groupcoordinator.internal.net.memory.MemorySelectable;
import io.github.groupcoordinator.internal.schedule.EventLoop;
import io.github.groupcoordinator.internal.schedule.ForeignThread;
import java.lang.reflect.Field;
import java.time.Duration;
import org.apache.kafka.clients.consumer.internals.ShareConsumerDelegate;
import org.jspecify.annotations.Nullable;

/** The inside of a share consumer (KIP-932). */
final class ShareConsumerInternals extends AsyncClient {
    static final Class<?> TYPE = Reflect.type("org.apache.kafka.clients.consumer.internals.ShareConsumerImpl");
    private static final Field WAKEUP_TRIGGER = Reflect.field(TYPE, "wakeupTrigger");

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

    /** Takes over what has been made; the network thread starts to work. */
    void adopt(Parts made) {
        parts = made;
        start(made.networkThread(), Reflect.get(WAKEUP_TRIGGER, made.real()));
    }

    private Parts parts() {
        if (parts == null) {
            throw new IllegalStateException("not yet made");
        }
        return parts;
    }

    String memberId() {
        return parts().membership().memberId();
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
