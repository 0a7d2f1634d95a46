package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.VolatileRecord;

/**
 * The time until which a group need not look at its topics again. Not stored: after a failover it looks at once.
 *
 * @param groupEpoch the epoch that the group is in then; if it is not, the epoch could not be stored
 */
public record MetadataRefresh(String groupId, long deadlineMs, int groupEpoch) implements VolatileRecord {

    @Override
    public void accept(VolatileRecord.Visitor visitor) {
        ((Visitor) visitor).metadataRefreshed(this);
    }

    /** One who applies the changes of the consumer protocol, of which this is the only one. */
    public interface Visitor extends VolatileRecord.Visitor {
        void metadataRefreshed(MetadataRefresh record);
    }

    static MetadataRefresh atOnce(String groupId) {
        return new MetadataRefresh(groupId, 0, 0);
    }
}
