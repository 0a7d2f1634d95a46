package io.github.groupcoordinator.internal.broker.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * The APIs that are served, each with the stable versions of Kafka 4.3.1 that the kafka-clients present can encode
 * too. The table is fixed: a newer kafka-clients does not widen it, and an unstable version never enters it.
 */
public final class ApiVersionTable {

    /** One served API. */
    public record Range(ApiKeys api, short min, short max) {
        boolean contains(short version) {
            return version >= min && version <= max;
        }
    }

    private final TreeMap<Short, Range> ranges = new TreeMap<>();

    /** The table that goes with the kafka-clients present. */
    public ApiVersionTable() {
        for (Range range : kafka431()) {
            short min = (short) Math.max(range.min(), range.api().messageType.lowestSupportedVersion());
            short max = (short) Math.min(range.max(), range.api().messageType.highestSupportedVersion(false));
            if (min <= max) {
                ranges.put(range.api().id, new Range(range.api(), min, max));
            }
        }
    }

    /** Returns what Kafka 4.3.1 serves in stable versions, of the APIs that are served here. */
    public static List<Range> kafka431() {
        List<Range> all = new ArrayList<>();
        add(all, ApiKeys.PRODUCE, 3, 13);
        add(all, ApiKeys.FETCH, 4, 18);
        add(all, ApiKeys.LIST_OFFSETS, 1, 11);
        add(all, ApiKeys.METADATA, 0, 13);
        add(all, ApiKeys.OFFSET_COMMIT, 2, 10);
        add(all, ApiKeys.OFFSET_FETCH, 1, 10);
        add(all, ApiKeys.FIND_COORDINATOR, 0, 6);
        add(all, ApiKeys.JOIN_GROUP, 0, 9);
        add(all, ApiKeys.HEARTBEAT, 0, 4);
        add(all, ApiKeys.LEAVE_GROUP, 0, 5);
        add(all, ApiKeys.SYNC_GROUP, 0, 5);
        add(all, ApiKeys.DESCRIBE_GROUPS, 0, 6);
        add(all, ApiKeys.LIST_GROUPS, 0, 5);
        add(all, ApiKeys.API_VERSIONS, 0, 4);
        add(all, ApiKeys.CREATE_TOPICS, 2, 7);
        add(all, ApiKeys.DELETE_TOPICS, 1, 6);
        add(all, ApiKeys.DELETE_RECORDS, 0, 2);
        add(all, ApiKeys.INIT_PRODUCER_ID, 0, 5);
        add(all, ApiKeys.ADD_PARTITIONS_TO_TXN, 0, 5);
        add(all, ApiKeys.ADD_OFFSETS_TO_TXN, 0, 4);
        add(all, ApiKeys.END_TXN, 0, 5);
        add(all, ApiKeys.WRITE_TXN_MARKERS, 1, 2);
        add(all, ApiKeys.TXN_OFFSET_COMMIT, 0, 5);
        add(all, ApiKeys.DESCRIBE_PRODUCERS, 0, 0);
        add(all, ApiKeys.DESCRIBE_TRANSACTIONS, 0, 0);
        add(all, ApiKeys.LIST_TRANSACTIONS, 0, 2);
        add(all, ApiKeys.OFFSET_FOR_LEADER_EPOCH, 2, 4);
        add(all, ApiKeys.DESCRIBE_CONFIGS, 1, 4);
        add(all, ApiKeys.ALTER_CONFIGS, 0, 2);
        add(all, ApiKeys.CREATE_PARTITIONS, 0, 3);
        add(all, ApiKeys.DELETE_GROUPS, 0, 2);
        add(all, ApiKeys.INCREMENTAL_ALTER_CONFIGS, 0, 1);
        add(all, ApiKeys.OFFSET_DELETE, 0, 0);
        add(all, ApiKeys.DESCRIBE_CLUSTER, 0, 2);
        add(all, ApiKeys.CONSUMER_GROUP_HEARTBEAT, 0, 1);
        add(all, ApiKeys.CONSUMER_GROUP_DESCRIBE, 0, 1);
        add(all, ApiKeys.DESCRIBE_TOPIC_PARTITIONS, 0, 0);
        return Collections.unmodifiableList(all);
    }

    private static void add(List<Range> all, ApiKeys api, int min, int max) {
        all.add(new Range(api, (short) min, (short) max));
    }

    /** Returns the versions of an API, or null if it is not served. */
    @Nullable
    public Range find(short apiKey) {
        return ranges.get(apiKey);
    }

    /** Returns the served APIs in the order of their keys. */
    public Collection<Range> all() {
        return Collections.unmodifiableCollection(ranges.values());
    }

    /**
     * Returns what ApiVersions tells clients. Produce begins at 0 there, as in Kafka: old clients conclude from the
     * lowest version what compression they may use. Versions below 3 are refused all the same.
     */
    public List<ApiVersion> advertised() {
        List<ApiVersion> advertised = new ArrayList<>();
        for (Range range : ranges.values()) {
            short min = range.api() == ApiKeys.PRODUCE ? 0 : range.min();
            advertised.add(new ApiVersion()
                    .setApiKey(range.api().id)
                    .setMinVersion(min)
                    .setMaxVersion(range.max()));
        }
        return advertised;
    }
}
