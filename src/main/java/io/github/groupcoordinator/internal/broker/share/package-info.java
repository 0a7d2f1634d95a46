/** The share partitions that the nodes of a cluster lead (KIP-932): over their logs, with what a cluster gives them. */
@NullMarked
package io.github.groupcoordinator.internal.broker.share;

import org.jspecify.annotations.NullMarked;
