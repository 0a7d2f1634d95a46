package io.github.groupcoordinator.internal.share;

import io.github.groupcoordinator.internal.schedule.Timers;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;

/**
 * The things around a share partition.
 *
 * @param wakeFetches run when records may have become available without a request that would look for them anyway: the
 *     start offset has moved, or a lock has run out
 */
public record ShareEnvironment(
        Timers timers,
        ShareGroupSettings settings,
        ShareStatePersister persister,
        LogOffsets log,
        RecordChange.Observer observer,
        Runnable wakeFetches) {}
