package io.github.groupcoordinator.internal.broker.wire;

import java.nio.ByteBuffer;

/**
 * One client's connection to one node. Requests are served one at a time and answered in the order in which they
 * came, as a real broker does: a parked Fetch delays what follows on the same connection.
 */
public interface Connection {

    /** Takes one request frame, without its size prefix. The answer comes to the {@code toClient} of the connect. */
    void receive(ByteBuffer frameWithoutSizePrefix);

    /** Ends the connection from the client's side: nothing more is answered, parked requests are forgotten. */
    void close();

    boolean isOpen();
}
