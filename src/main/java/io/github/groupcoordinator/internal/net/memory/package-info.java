/**
 * The in-memory wire beneath a client's own {@code NetworkClient}: connections, latencies, and partitions of the
 * network.
 */
@NullMarked
package io.github.groupcoordinator.internal.net.memory;

import org.jspecify.annotations.NullMarked;
