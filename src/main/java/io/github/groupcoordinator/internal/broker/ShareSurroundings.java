package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.share.ShareReading;
import io.github.groupcoordinator.internal.group.share.ShareConfigs;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of the share groups of a cluster (KIP-932).
 *
 * @param persister keeps the state of share-partitions
 * @param configs what the groups go by
 * @param reading what those need who read partitions to the groups; null if nobody does
 */
public record ShareSurroundings(
        SharePersister persister,
        ShareConfigs configs,
        @Nullable ShareReading reading) {}
