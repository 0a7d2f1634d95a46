package io.github.groupcoordinator.internal.group.consumer;

/**
 * Until when a group need not look at its topics again. Not stored: after a failover it looks at once.
 *
 * @param groupEpoch the epoch that the group is in then; if it is not, the epoch could not be stored
 */
record MetadataRefresh(long deadlineMs, int groupEpoch) {
    static final MetadataRefresh AT_ONCE = new MetadataRefresh(0, 0);
}
