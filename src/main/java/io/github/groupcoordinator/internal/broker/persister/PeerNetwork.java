package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.broker.wire.ClientEnd;
import io.github.groupcoordinator.internal.broker.wire.Connection;

/** The way from one broker to another. */
@FunctionalInterface
public interface PeerNetwork {

    /**
     * Connects to a broker.
     *
     * @throws org.apache.kafka.common.errors.BrokerNotAvailableException if the broker is stopped
     */
    Connection connect(int nodeId, ClientEnd client);
}
