package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.persister.StatePersisters;
import io.github.groupcoordinator.internal.broker.share.ShareReading;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupConfigs;
import io.github.groupcoordinator.internal.share.RecordChange;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import io.github.groupcoordinator.internal.share.event.ShareEventSource;
import io.github.groupcoordinator.internal.share.persister.SharePartitionKey;
import io.github.groupcoordinator.internal.share.persister.ShareStatePersister;

/** The reading of partitions to share groups by a cluster's own configuration, with its own share coordinators. */
record OwnShareReading(Cluster cluster, ShareGroupConfigs configs, StatePersisters persisters, ShareEventSource events)
        implements ShareReading {

    @Override
    public boolean isEnabled() {
        return cluster.config().areShareGroupsEnabled();
    }

    @Override
    public int maxSessions() {
        return cluster.config().shareGroups().records().maxSessions();
    }

    @Override
    public ShareGroupSettings settings(String groupId) {
        return configs.settings(groupId);
    }

    @Override
    public boolean readsCommitted(String groupId) {
        return configs.readsCommitted(groupId);
    }

    @Override
    public ShareStatePersister persister(int nodeId) {
        return persisters.on(nodeId);
    }

    @Override
    public RecordChange.Observer observer(int nodeId, SharePartitionKey partition) {
        return events.of(nodeId, partition);
    }
}
