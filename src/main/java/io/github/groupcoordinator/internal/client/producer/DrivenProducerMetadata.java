package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Timer;
import org.jspecify.annotations.Nullable;

/** The producer's metadata, whose wait for an update lets virtual time pass instead of blocking the calling thread. */
final class DrivenProducerMetadata extends ProducerMetadata {
    /** So many updates in one millisecond that bring the caller no further are a loop, which takes time. */
    private static final int IN_VAIN_PER_INSTANT = 20;

    private @Nullable ClientTime clientTime;
    private long instantMs;
    private int waits;

    /** Never run: {@link Shadow} makes the instance. */
    private DrivenProducerMetadata() {
        super(0, 0, 0, 0, null, null, null);
        throw new AssertionError("made by Shadow only");
    }

    static DrivenProducerMetadata shadowOf(Object original, ClientTime time) {
        DrivenProducerMetadata shadow = Shadow.of(DrivenProducerMetadata.class, original);
        shadow.clientTime = time;
        return shadow;
    }

    /** Not synchronized, unlike the method it replaces: the I/O thread needs the monitor while we wait. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void awaitUpdate(int lastVersion, long timeoutMs) throws InterruptedException {
        awaitVersionAfter(lastVersion, timeoutMs);
    }

    /** The same in 4.4, which counts the time down by a timer. */
    public void awaitUpdate(int lastVersion, Timer timer) throws InterruptedException {
        try {
            awaitVersionAfter(lastVersion, timer.remainingMs());
        } finally {
            timer.update();
        }
    }

    private void awaitVersionAfter(int lastVersion, long timeoutMs) throws InterruptedException {
        ClientTime time = clientTime;
        if (time == null) {
            throw new IllegalStateException("made by Shadow only");
        }
        payForLoops(time, timeoutMs);
        time.await(() -> isUpdated(lastVersion), timeoutMs);
        if (!isUpdated(lastVersion)) {
            ClientTime.throwIfInterrupted();
            throw new TimeoutException("Metadata was not updated within " + timeoutMs + " ms");
        }
        if (isClosed()) {
            throw new KafkaException("Requested metadata update after close");
        }
    }

    /**
     * A client that knows no broker any more begins with the configured ones again and again: to it, these are updates.
     */
    private void payForLoops(ClientTime time, long timeoutMs) {
        if (time.milliseconds() != instantMs) {
            instantMs = time.milliseconds();
            waits = 0;
        } else if (++waits > IN_VAIN_PER_INSTANT) {
            time.await(() -> false, Math.min(1, timeoutMs));
        }
    }

    private boolean isUpdated(int lastVersion) {
        maybeThrowFatalException();
        return updateVersion() > lastVersion || isClosed();
    }
}
