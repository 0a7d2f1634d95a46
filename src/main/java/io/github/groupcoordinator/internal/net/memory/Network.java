package io.github.groupcoordinator.internal.net.memory;

import io.github.groupcoordinator.internal.broker.wire.Connection;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The other end of the in-memory wire: the brokers. */
public interface Network {

    /** Returns how many brokers the cluster has, stopped ones included. */
    int brokerCount();

    /**
     * Opens a connection.
     *
     * @param toClient gets each response frame, without its size prefix
     * @param closed called when the other end closes the connection
     * @throws org.apache.kafka.common.errors.BrokerNotAvailableException if the broker at the address is stopped
     * @throws IllegalArgumentException if nobody listens at the address
     */
    Connection connect(InetSocketAddress address, String clientHost, Consumer<ByteBuffer> toClient, Runnable closed);
}
