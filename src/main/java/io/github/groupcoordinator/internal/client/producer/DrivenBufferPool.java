package io.github.groupcoordinator.internal.client.producer;

import io.github.groupcoordinator.internal.client.seam.ClientTime;
import io.github.groupcoordinator.internal.client.seam.Shadow;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.producer.internals.BufferPool;
import org.jspecify.annotations.Nullable;

/** The producer's {@code buffer.memory}: waiting for some of it to come free lets virtual time pass. */
final class DrivenBufferPool extends BufferPool {
    private @Nullable ClientTime clientTime;
    private boolean waiting;

    /** Never run: {@link Shadow} makes the instance. */
    private DrivenBufferPool() {
        super(0, 0, null, null, "");
        throw new AssertionError("made by Shadow only");
    }

    static DrivenBufferPool shadowOf(Object original, ClientTime time) {
        DrivenBufferPool shadow = Shadow.of(DrivenBufferPool.class, original);
        shadow.clientTime = time;
        return shadow;
    }

    @Override
    public ByteBuffer allocate(int size, long maxTimeToBlockMs) throws InterruptedException {
        ClientTime time = clientTime;
        if (time == null) {
            throw new IllegalStateException("made by Shadow only");
        }
        long deadlineMs = time.milliseconds() + maxTimeToBlockMs;
        // What exceeds the whole pool is refused below, at once.
        if (size <= totalMemory() && availableMemory() < size) {
            ClientTime.throwIfInterrupted();
            waiting = true;
            try {
                time.await(() -> availableMemory() >= size, maxTimeToBlockMs);
                ClientTime.throwIfInterrupted();
            } finally {
                waiting = false;
            }
        }
        return super.allocate(size, Math.max(0, deadlineMs - time.milliseconds()));
    }

    /** A waiting caller makes the sender send unfinished batches, whatever {@code linger.ms} says. */
    @Override
    public int queued() {
        return super.queued() + (waiting ? 1 : 0);
    }
}
