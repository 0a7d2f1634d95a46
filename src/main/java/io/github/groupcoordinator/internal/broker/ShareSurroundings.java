package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.group.share.ShareConfigs;
import io.github.groupcoordinator.internal.group.share.SharePersister;

/**
 * The surroundings of the share groups of a cluster (KIP-932).
 *
 * @param persister keeps the state of share-partitions
 * @param configs what the groups go by
 */
public record ShareSurroundings(SharePersister persister, ShareConfigs configs) {}
