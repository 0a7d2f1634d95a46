package io.github.groupcoordinator.internal.broker.cluster;

/**
 * A broker of the cluster and where it listens, as the protocol says it. The port is made up: it tells nodes apart on
 * the in-memory network and is never opened.
 */
public record Node(int id, String host, int port) {}
