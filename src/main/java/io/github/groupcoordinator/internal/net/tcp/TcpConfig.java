package io.github.groupcoordinator.internal.net.tcp;

import java.util.function.IntSupplier;

/**
 * The settings of a listener.
 *
 * @param bindHost the address that its sockets are bound to
 * @param advertisedHost what clients are told to connect to
 * @param firstPort of broker 0, the others have the next; 0 if each takes a free one
 * @param maxFrameBytes the largest request frame, without its size prefix
 * @param maxConnections how many clients may be connected at a time, over all nodes; more wait until one goes. Asked
 *     whenever a client comes or goes
 */
public record TcpConfig(
        String bindHost, String advertisedHost, int firstPort, int maxFrameBytes, IntSupplier maxConnections) {}
