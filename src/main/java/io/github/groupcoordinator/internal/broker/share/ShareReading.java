package io.github.groupcoordinator.internal.broker.share;

import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;

/** The parts of a cluster that those need who read its partitions to share groups. */
public interface ShareReading {

    /** Returns whether {@code share.version} allows share groups at the moment. */
    boolean isEnabled();

    /** Returns {@code group.share.max.share.sessions}. */
    int maxSessions();

    /** Returns the configuration of a group, each value as it is when it is asked for. */
    ShareGroupSettings settings(String groupId);

    /** Returns whether {@code share.isolation.level} of a group is read_committed. */
    boolean readsCommitted(String groupId);

    /** Returns what keeps the state of the share partitions that a node leads. */
    ShareStatePersister persister(int nodeId);

    /** Returns who hears of what becomes of the records of a share partition that a node leads. */
    RecordChange.Observer observer(int nodeId, SharePartitionKey partition);
}
