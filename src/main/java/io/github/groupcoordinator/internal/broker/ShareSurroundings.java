package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.share.ShareReading;
import io.github.groupcoordinator.internal.group.share.SharePersister;
import org.jspecify.annotations.Nullable;

/**
 * The stand-ins for a cluster's own parts around share groups (KIP-932).
 *
 * @param persister keeps the state of share-partitions for group coordinators; null if each broker's own does
 * @param reading what those need who read partitions to share groups; null if that is the cluster's own
 */
public record ShareSurroundings(
        @Nullable SharePersister persister, @Nullable ShareReading reading) {

    /** Nothing stands in. */
    public static final ShareSurroundings NONE = new ShareSurroundings(null, null);
}
