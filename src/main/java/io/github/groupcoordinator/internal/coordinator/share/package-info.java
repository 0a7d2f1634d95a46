/** The share coordinator (KIP-932): the state of share-partitions, in the records of {@code __share_group_state}. */
@NullMarked
package io.github.groupcoordinator.internal.coordinator.share;

import org.jspecify.annotations.NullMarked;
