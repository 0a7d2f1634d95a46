package io.github.groupcoordinator.internal.coordinator.share;

import io.github.groupcoordinator.internal.share.persister.StateBatch;
import java.util.List;

/**
 * A share-partition as it is stored.
 *
 * @param startOffset -1 if the first fetch is to find it
 * @param deliveryCompleteCount how many offsets from the start offset on are done with; -1 if that is not known
 */
public record StoredSharePartition(
        ShareStateKey key, long startOffset, int deliveryCompleteCount, List<StateBatch> batches) {}
