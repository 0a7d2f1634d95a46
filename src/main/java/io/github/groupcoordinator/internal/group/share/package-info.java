/**
 * The protocol of share groups (KIP-932): members that heartbeat, shared partitions, and the state of share-partitions.
 */
@NullMarked
package io.github.groupcoordinator.internal.group.share;

import org.jspecify.annotations.NullMarked;
