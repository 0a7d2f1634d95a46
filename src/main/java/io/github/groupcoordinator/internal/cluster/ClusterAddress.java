package io.github.groupcoordinator.internal.cluster;

import io.github.groupcoordinator.internal.broker.cluster.Node;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The address of a cluster that has no listener. Each open cluster of a JVM has another, so that a configuration names
 * one and no other; and no host has it (RFC 2606), so that the constructor of a client outside says at once that nobody
 * is there.
 */
final class ClusterAddress {
    private ClusterAddress() {}

    /**
     * Returns it as {@code bootstrap.servers} takes it: one server for each node.
     *
     * @param number the cluster's among those that are open
     */
    static String of(int number, Collection<Node> nodes) {
        String host = "cluster-" + number + ".needs-a-listener.invalid";
        return nodes.stream().map(node -> host + ":" + node.port()).collect(Collectors.joining(","));
    }
}
