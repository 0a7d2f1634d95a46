package io.github.groupcoordinator.internal.api;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;

/** All APIs that are served. */
public final class Apis {
    private static final SortedMap<Short, Api<?>> BY_KEY = new TreeMap<>();

    static {
        GroupApis.all().forEach(Apis::add);
        RecordApis.all().forEach(Apis::add);
        TopicApis.all().forEach(Apis::add);
        TransactionApis.all().forEach(Apis::add);
        AdminApis.all().forEach(Apis::add);
        ClusterApis.all().forEach(Apis::add);
        if (areShareGroupsKnown()) {
            ShareApis.all().forEach(Apis::add);
        }
        if (areStreamsGroupsKnown()) {
            StreamsApis.all().forEach(Apis::add);
        }
    }

    private static final short LAST_SHARE_KEY = 92;
    private static final short STREAMS_GROUP_DESCRIBE_KEY = 89;

    private Apis() {}

    /** Returns whether the kafka-clients present know the APIs of share groups, as those from 4.1 on do. */
    public static boolean areShareGroupsKnown() {
        return ApiKeys.hasId(LAST_SHARE_KEY)
                && ApiKeys.forId(LAST_SHARE_KEY).name.equals("DeleteShareGroupOffsets");
    }

    /** Returns whether the kafka-clients present know the stable APIs of streams groups, as those from 4.2 on do. */
    public static boolean areStreamsGroupsKnown() {
        return ApiKeys.hasId(STREAMS_GROUP_DESCRIBE_KEY)
                && ApiKeys.forId(STREAMS_GROUP_DESCRIBE_KEY).messageType.highestSupportedVersion(false) >= 0;
    }

    private static void add(Api<?> api) {
        if (BY_KEY.put(api.key().id, api) != null) {
            throw new IllegalStateException("There are two descriptors of " + api.key().name);
        }
    }

    /** Returns them in the order of their keys. */
    public static Collection<Api<?>> all() {
        return Collections.unmodifiableCollection(BY_KEY.values());
    }

    /** Returns the descriptor of an API, or null if it is not served. */
    public static @Nullable Api<?> find(ApiKeys key) {
        return BY_KEY.get(key.id);
    }

    /** Returns whether requests of an API are sent to the coordinator of a group or of a transaction that they name. */
    public static boolean isToCoordinator(ApiKeys key) {
        Api<?> api = find(key);
        return api != null && api.isToCoordinator();
    }

    /** Returns how an API and its version are called in messages. */
    public static String name(ApiKeys key, short version) {
        return key.name + " v" + version;
    }

    /** Returns what a request is about; nothing if its API is not served. */
    public static Subject subject(ApiMessage body) {
        Api<?> api = BY_KEY.get(body.apiKey());
        return api == null ? Subject.NONE : api.subject(body);
    }
}
