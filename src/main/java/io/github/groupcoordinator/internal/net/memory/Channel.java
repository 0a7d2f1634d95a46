package io.github.groupcoordinator.internal.net.memory;

import io.github.groupcoordinator.internal.broker.wire.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One connection of a client, as the client sees it. */
final class Channel {
    final String id;
    final Queue<ByteBuffer> inbox = new ArrayDeque<>();

    @Nullable
    Connection wire;

    boolean muted;
    boolean established;
    private final Queue<Long> unansweredSinceMs = new ArrayDeque<>();

    Channel(String id) {
        this.id = id;
    }

    /** Takes note of a request, which is answered: those of consumers are. */
    void sent(long nowMs) {
        unansweredSinceMs.add(nowMs);
    }

    void arrived(ByteBuffer response) {
        inbox.add(response);
        unansweredSinceMs.poll();
    }

    /**
     * Returns until when nothing happens to the connection but what the broker sends; the present for one that is not
     * established.
     */
    long calmUntilMs(long nowMs, long requestTimeoutMs) {
        if (!established) {
            return nowMs;
        }
        Long sinceMs = unansweredSinceMs.peek();
        return sinceMs == null ? Long.MAX_VALUE : sinceMs + requestTimeoutMs;
    }

    void closeWire(Link link) {
        Connection open = wire;
        if (open != null) {
            wire = null;
            link.toBroker(open::close);
        }
    }
}
