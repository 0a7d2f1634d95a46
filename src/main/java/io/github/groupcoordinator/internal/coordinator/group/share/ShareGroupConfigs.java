package io.github.groupcoordinator.internal.coordinator.group.share;

import io.github.groupcoordinator.internal.group.share.ShareConfig;
import io.github.groupcoordinator.internal.group.share.ShareConfigs;
import io.github.groupcoordinator.internal.share.ShareGroupSettings;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The configurations of share groups: the broker's properties, and those of their own that administrators have given
 * them. A change counts from the next request on.
 */
public final class ShareGroupConfigs implements ShareConfigs {
    public static final String SESSION_TIMEOUT = "share.session.timeout.ms";
    public static final String HEARTBEAT_INTERVAL = "share.heartbeat.interval.ms";
    public static final String ASSIGNMENT_INTERVAL = "share.assignment.interval.ms";
    public static final String RECORD_LOCK_DURATION = "share.record.lock.duration.ms";
    public static final String DELIVERY_COUNT_LIMIT = "share.delivery.count.limit";
    public static final String PARTITION_MAX_RECORD_LOCKS = "share.partition.max.record.locks";
    public static final String AUTO_OFFSET_RESET = "share.auto.offset.reset";
    public static final String ISOLATION_LEVEL = "share.isolation.level";
    public static final String RENEW_ACKNOWLEDGE_ENABLE = "share.renew.acknowledge.enable";

    public static final String READ_COMMITTED = "read_committed";

    private final Supplier<ShareGroupProperties> broker;
    private final Function<String, SortedMap<String, String>> own;

    /**
     * @param broker the properties of the broker as they are at the moment
     * @param own a group's own properties by its id; empty if it has none
     */
    public ShareGroupConfigs(Supplier<ShareGroupProperties> broker, Function<String, SortedMap<String, String>> own) {
        this.broker = broker;
        this.own = own;
    }

    @Override
    public ShareConfig share(String groupId) {
        ShareGroupProperties properties = broker.get();
        SortedMap<String, String> ofGroup = own.apply(groupId);
        return new ShareConfig(
                properties.sessionTimeoutMs().orOwn(ofGroup.get(SESSION_TIMEOUT)),
                properties.heartbeatIntervalMs().orOwn(ofGroup.get(HEARTBEAT_INTERVAL)),
                properties.maxSize(),
                properties.assignmentIntervalMs().orOwn(ofGroup.get(ASSIGNMENT_INTERVAL)),
                properties.initializeRetryIntervalMs());
    }

    /** Returns what a group's share partitions go by. */
    public ShareGroupSettings settings(String groupId) {
        return new Settings(groupId);
    }

    /** Returns whether a group reads committed records only. */
    public boolean readsCommitted(String groupId) {
        return READ_COMMITTED.equals(own.apply(groupId).get(ISOLATION_LEVEL));
    }

    /** The settings of one group, looked up whenever one is asked for. */
    private final class Settings implements ShareGroupSettings {
        private final String groupId;

        Settings(String groupId) {
            this.groupId = groupId;
        }

        private ShareGroupProperties.Records records() {
            return broker.get().records();
        }

        @Override
        public int recordLockDurationMs() {
            return records().lockDurationMs().orOwn(own.apply(groupId).get(RECORD_LOCK_DURATION));
        }

        @Override
        public int deliveryCountLimit() {
            return records().deliveryCountLimit().orOwn(own.apply(groupId).get(DELIVERY_COUNT_LIMIT));
        }

        @Override
        public int partitionMaxRecordLocks() {
            return records().partitionMaxLocks().orOwn(own.apply(groupId).get(PARTITION_MAX_RECORD_LOCKS));
        }

        @Override
        public boolean renewAcknowledgeEnabled() {
            String value = own.apply(groupId).get(RENEW_ACKNOWLEDGE_ENABLE);
            return value == null || Boolean.parseBoolean(value.trim());
        }

        @Override
        public OffsetReset offsetReset() {
            String value = own.apply(groupId).get(AUTO_OFFSET_RESET);
            return value == null ? OffsetReset.LATEST : OffsetResetText.parse(value.trim());
        }
    }
}
