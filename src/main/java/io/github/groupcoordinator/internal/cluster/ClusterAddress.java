package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The address of a cluster that has no listener. Each cluster of a JVM has another, so that a configuration names one
 * and no other; and no host has it (RFC 2606), so that the constructor of a client outside says at once that nobody is
 * there.
 */
final class ClusterAddress {
    /** Nothing but the address depends on it: it stands in no event, request or record. */
    private static final AtomicLong CLUSTERS = new AtomicLong();

    private ClusterAddress() {}

    /** Returns the next one, as {@code bootstrap.servers} takes it: one server for each node. */
    static String next(Collection<Node> nodes) {
        String host = "cluster-" + CLUSTERS.incrementAndGet() + ".needs-a-listener.invalid";
        return nodes.stream().map(node -> host + ":" + node.port()).collect(Collectors.joining(","));
    }
}
