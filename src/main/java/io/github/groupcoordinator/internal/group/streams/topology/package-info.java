/** The topologies of streams groups (KIP-1071), and what they make of the topics that are there. */
@NullMarked
package io.github.groupcoordinator.internal.group.streams.topology;

import org.jspecify.annotations.NullMarked;
