package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection, and what depends on the way by which it came, as with Kafka's listeners: where the
 * nodes are for it, how its long polls are timed, and who is told when it cannot be served.
 */
public interface ClientEnd {

    /** Returns what the broker sees as the client's address, for example {@code "/127.0.0.1"}. */
    String host();

    /**
     * Told that a request has been served.
     *
     * @param frame the response, without its size prefix; null if the request expects none
     */
    void respond(@Nullable ByteBuffer frame);

    /** Told that the broker side has closed the connection. */
    void closed();

    /** Told why the broker side is about to close the connection: a frame that is malformed, or not supported. */
    void refused(RuntimeException why);

    /** Returns a node as this client can reach it. */
    Node advertised(Node node);

    /** Returns what times how long a fetch of this client waits for records. */
    Timers longPolls();
}
