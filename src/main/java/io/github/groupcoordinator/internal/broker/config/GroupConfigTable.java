package io.github.groupcoordinator.internal.broker.config;

import static io.github.groupcoordinator.internal.broker.config.PropertyTable.define;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties;
import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.coordinator.group.GroupConfigs;
import io.github.groupcoordinator.internal.coordinator.group.share.OffsetResetText;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupConfigs;
import io.github.groupcoordinator.internal.coordinator.group.share.ShareGroupProperties;
import io.github.groupcoordinator.internal.coordinator.group.streams.StreamsGroupConfigs;
import io.github.groupcoordinator.internal.coordinator.group.streams.StreamsGroupProperties;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The configurations that a consumer-protocol group (KIP-848), a share group (KIP-932) or a streams group (KIP-1071)
 * may have of its own, in place of the broker's.
 */
public final class GroupConfigTable {
    private static final PropertyTable TABLE = new PropertyTable("group config", definitions());

    private GroupConfigTable() {}

    private static ConfigDef definitions() {
        ConsumerGroupProperties consumer = ConsumerGroupProperties.defaults();
        ShareGroupProperties share = ShareGroupProperties.defaults();
        ConfigDef definitions = new ConfigDef();
        number(definitions, GroupConfigs.SESSION_TIMEOUT, consumer.sessionTimeoutMs(), 1);
        number(definitions, GroupConfigs.HEARTBEAT_INTERVAL, consumer.heartbeatIntervalMs(), 1);
        number(definitions, GroupConfigs.ASSIGNMENT_INTERVAL, consumer.assignmentIntervalMs(), 0);
        number(definitions, ShareGroupConfigs.SESSION_TIMEOUT, share.sessionTimeoutMs(), 1);
        number(definitions, ShareGroupConfigs.HEARTBEAT_INTERVAL, share.heartbeatIntervalMs(), 1);
        number(definitions, ShareGroupConfigs.ASSIGNMENT_INTERVAL, share.assignmentIntervalMs(), 0);
        ShareGroupProperties.Records records = share.records();
        number(definitions, ShareGroupConfigs.RECORD_LOCK_DURATION, records.lockDurationMs(), 1_000);
        number(definitions, ShareGroupConfigs.DELIVERY_COUNT_LIMIT, records.deliveryCountLimit(), 2);
        number(definitions, ShareGroupConfigs.PARTITION_MAX_RECORD_LOCKS, records.partitionMaxLocks(), 100);
        define(
                definitions,
                ShareGroupConfigs.AUTO_OFFSET_RESET,
                Type.STRING,
                "latest",
                GroupConfigTable::requireOffsetReset);
        define(
                definitions,
                ShareGroupConfigs.ISOLATION_LEVEL,
                Type.STRING,
                "read_uncommitted",
                ConfigDef.ValidString.in(ShareGroupConfigs.READ_COMMITTED, "read_uncommitted"));
        define(definitions, ShareGroupConfigs.RENEW_ACKNOWLEDGE_ENABLE, Type.BOOLEAN, true, null);
        StreamsGroupProperties streams = StreamsGroupProperties.defaults();
        number(definitions, StreamsGroupConfigs.SESSION_TIMEOUT, streams.sessionTimeoutMs(), 1);
        number(definitions, StreamsGroupConfigs.HEARTBEAT_INTERVAL, streams.heartbeatIntervalMs(), 1);
        number(definitions, StreamsGroupConfigs.ASSIGNMENT_INTERVAL, streams.assignmentIntervalMs(), 0);
        number(definitions, StreamsGroupConfigs.NUM_STANDBY_REPLICAS, streams.numStandbyReplicas(), 0);
        define(
                definitions,
                StreamsGroupConfigs.INITIAL_REBALANCE_DELAY,
                Type.INT,
                streams.initialRebalanceDelayMs(),
                atLeast(0));
        return definitions;
    }

    private static void number(ConfigDef definitions, String name, Bounded defaults, int least) {
        define(definitions, name, Type.INT, defaults.value(), atLeast(least));
    }

    private static void requireOffsetReset(String name, @Nullable Object value) {
        try {
            OffsetResetText.parse(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    name, value, "Must be earliest, latest or by_duration:PnDTnHnMn.nS: " + e.getMessage());
        }
    }

    public static PropertyTable table() {
        return TABLE;
    }

    /**
     * Returns a group's own values if they are valid together with the broker's.
     *
     * @throws ConfigException if a name is not known or a value does not fit
     * @throws InvalidConfigurationException if a value is beyond what the broker allows
     */
    public static SortedMap<String, String> validated(
            Map<String, String> own,
            ConsumerGroupProperties consumer,
            ShareGroupProperties share,
            StreamsGroupProperties streams) {
        Own group = new Own(own, TABLE.parse(own));
        int heartbeat = group.bounded(GroupConfigs.HEARTBEAT_INTERVAL, consumer.heartbeatIntervalMs());
        int session = group.bounded(GroupConfigs.SESSION_TIMEOUT, consumer.sessionTimeoutMs());
        group.bounded(GroupConfigs.ASSIGNMENT_INTERVAL, consumer.assignmentIntervalMs());
        int ofShare = group.bounded(ShareGroupConfigs.HEARTBEAT_INTERVAL, share.heartbeatIntervalMs());
        int sessionOfShare = group.bounded(ShareGroupConfigs.SESSION_TIMEOUT, share.sessionTimeoutMs());
        ShareGroupProperties.Records records = share.records();
        group.bounded(ShareGroupConfigs.RECORD_LOCK_DURATION, records.lockDurationMs());
        group.bounded(ShareGroupConfigs.DELIVERY_COUNT_LIMIT, records.deliveryCountLimit());
        group.bounded(ShareGroupConfigs.PARTITION_MAX_RECORD_LOCKS, records.partitionMaxLocks());
        group.bounded(ShareGroupConfigs.ASSIGNMENT_INTERVAL, share.assignmentIntervalMs());
        int ofStreams = group.bounded(StreamsGroupConfigs.HEARTBEAT_INTERVAL, streams.heartbeatIntervalMs());
        int sessionOfStreams = group.bounded(StreamsGroupConfigs.SESSION_TIMEOUT, streams.sessionTimeoutMs());
        group.bounded(StreamsGroupConfigs.ASSIGNMENT_INTERVAL, streams.assignmentIntervalMs());
        group.bounded(StreamsGroupConfigs.NUM_STANDBY_REPLICAS, streams.numStandbyReplicas());
        requireLonger(
                StreamsGroupConfigs.SESSION_TIMEOUT,
                sessionOfStreams,
                StreamsGroupConfigs.HEARTBEAT_INTERVAL,
                ofStreams);
        requireLonger(GroupConfigs.SESSION_TIMEOUT, session, GroupConfigs.HEARTBEAT_INTERVAL, heartbeat);
        requireLonger(ShareGroupConfigs.SESSION_TIMEOUT, sessionOfShare, ShareGroupConfigs.HEARTBEAT_INTERVAL, ofShare);
        return new TreeMap<>(own);
    }

    private static void requireLonger(String session, int sessionMs, String heartbeat, int heartbeatMs) {
        if (sessionMs <= heartbeatMs) {
            throw new InvalidConfigurationException(session + " must be greater than " + heartbeat);
        }
    }

    /** The values that a group has of its own, as they were given and as they were read. */
    private record Own(Map<String, String> given, Map<String, Object> values) {

        int bounded(String name, Bounded broker) {
            if (!given.containsKey(name)) {
                return broker.value();
            }
            int value = (Integer) values.getOrDefault(name, broker.value());
            String property = "group." + name.replaceFirst("^(consumer|share|streams)\\.(num\\.)?", "$1.%s.");
            if (value < broker.min()) {
                throw new InvalidConfigurationException(
                        name + " must be greater than or equal to " + String.format(property, "min"));
            }
            if (value > broker.max()) {
                throw new InvalidConfigurationException(
                        name + " must be less than or equal to " + String.format(property, "max"));
            }
            return value;
        }
    }
}
