package io.github.groupcoordinator.internal.broker.wire;

import io.github.groupcoordinator.internal.api.Api;
import io.github.groupcoordinator.internal.api.Apis;
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
        for (Api<?> api : Apis.all()) {
            ApiKeys key = api.key();
            short min = (short) Math.max(api.versions().min(), key.messageType.lowestSupportedVersion());
            short max = (short) Math.min(api.versions().max(), key.messageType.highestSupportedVersion(false));
            if (min <= max) {
                ranges.put(key.id, new Range(key, min, max));
            }
        }
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
