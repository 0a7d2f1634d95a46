/**
 * The persister of each broker (KIP-932): asks the share coordinators, over the cluster's network, to keep the state of
 * share-partitions.
 */
@NullMarked
package io.github.groupcoordinator.internal.broker.persister;

import org.jspecify.annotations.NullMarked;
