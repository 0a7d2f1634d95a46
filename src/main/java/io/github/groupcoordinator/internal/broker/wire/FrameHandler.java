package io.github.groupcoordinator.internal.broker.wire;

import java.nio.ByteBuffer;

/** The taker of what comes over the connections of clients. */
public interface FrameHandler {

    /** Takes a request frame, without its size prefix; the next one comes when this has been {@code finish}ed. */
    void dispatch(BrokerConnection connection, ByteBuffer frame);
}
