package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.broker.Broker;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.wire.Connection;
import io.github.groupcoordinator.internal.net.memory.Network;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Connects the in-memory wire to the broker's nodes by their made-up ports. */
final class BrokerNetwork implements Network {
    private final Broker broker;

    BrokerNetwork(Broker broker) {
        this.broker = broker;
    }

    String bootstrapServers() {
        return broker.nodes().stream()
                .map(node -> node.host() + ":" + node.port())
                .collect(Collectors.joining(","));
    }

    @Override
    public int brokerCount() {
        return broker.nodes().size();
    }

    @Override
    public Connection connect(
            InetSocketAddress address, String clientHost, Consumer<ByteBuffer> toClient, Runnable closed) {
        for (Node node : broker.nodes()) {
            if (node.port() == address.getPort()) {
                return broker.connect(node.id(), clientHost, toClient, closed);
            }
        }
        throw new IllegalArgumentException("No broker of the in-memory cluster is at " + address);
    }
}
