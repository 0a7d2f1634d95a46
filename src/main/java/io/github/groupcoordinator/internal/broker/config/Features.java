package io.github.groupcoordinator.internal.broker.config;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a cluster's features. Kafka is given them when its storage is formatted; here they stand among the
 * broker properties.
 *
 * @param transactionVersion the level of {@code transaction.version}, 0 to 2: at 2, transactions v2 (KIP-890)
 * @param groupVersion the level of {@code group.version}, 0 or 1: at 0, without the consumer protocol (KIP-848)
 * @param shareVersion the level of {@code share.version}, 0 or 1: at 0, without share groups (KIP-932)
 * @param streamsVersion the level of {@code streams.version}, 0 or 1: at 0, without streams groups (KIP-1071)
 */
public record Features(int transactionVersion, int groupVersion, int shareVersion, int streamsVersion) {
    public static final String METADATA_VERSION = "metadata.version";
    public static final String TRANSACTION_VERSION = "transaction.version";
    public static final String GROUP_VERSION = "group.version";
    public static final String SHARE_VERSION = "share.version";
    public static final String STREAMS_VERSION = "streams.version";

    /** 3.3-IV3, the oldest that Kafka 4 supports. */
    public static final int OLDEST_METADATA_VERSION = 7;

    /** 4.3-IV0, which 4.3.1 formats new clusters with. */
    public static final int LATEST_METADATA_VERSION = 30;

    public static final int LATEST_TRANSACTION_VERSION = 2;
    public static final int LATEST_GROUP_VERSION = 1;
    public static final int LATEST_SHARE_VERSION = 1;
    public static final int LATEST_STREAMS_VERSION = 1;

    /** Returns the lowest level of a feature that is supported. */
    public static int lowest(String feature) {
        return feature.equals(METADATA_VERSION) ? OLDEST_METADATA_VERSION : 0;
    }

    /** Returns the latest level of a feature, or -1 if it is not supported. */
    public static int latest(String feature) {
        return switch (feature) {
            case METADATA_VERSION -> LATEST_METADATA_VERSION;
            case TRANSACTION_VERSION -> LATEST_TRANSACTION_VERSION;
            case GROUP_VERSION -> LATEST_GROUP_VERSION;
            case SHARE_VERSION -> LATEST_SHARE_VERSION;
            case STREAMS_VERSION -> LATEST_STREAMS_VERSION;
            default -> -1;
        };
    }

    /** Takes the levels out of broker properties; what is not named is at its latest level. */
    static Features takenFrom(Map<String, String> properties) {
        return new Features(
                level(TRANSACTION_VERSION, properties.remove(TRANSACTION_VERSION), LATEST_TRANSACTION_VERSION),
                level(GROUP_VERSION, properties.remove(GROUP_VERSION), LATEST_GROUP_VERSION),
                level(SHARE_VERSION, properties.remove(SHARE_VERSION), LATEST_SHARE_VERSION),
                level(STREAMS_VERSION, properties.remove(STREAMS_VERSION), LATEST_STREAMS_VERSION));
    }

    private static int level(String feature, @Nullable String level, int latest) {
        if (level == null) {
            return latest;
        }
        if (!level.matches("[0-" + latest + "]")) {
            throw new ConfigException(feature, level, "The feature has the levels 0 to " + latest);
        }
        return Integer.parseInt(level);
    }
}
