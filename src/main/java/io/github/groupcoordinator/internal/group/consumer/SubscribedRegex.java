package io.github.groupcoordinator.internal.group.consumer;

import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The regular expression of ConsumerGroupHeartbeat v1, which clients before 4.0 have no field for. */
public final class SubscribedRegex {
    private static final boolean HAS_REGEX =
            ApiKeys.CONSUMER_GROUP_HEARTBEAT.messageType.highestSupportedVersion(true) >= 1;

    private SubscribedRegex() {}

    /** Returns the regular expression of a request, or null if it has none. */
    public static @Nullable String of(ConsumerGroupHeartbeatRequestData request) {
        return HAS_REGEX ? Field.of(request) : null;
    }

    /** Linked only if the clients know the field. */
    private static final class Field {
        static @Nullable String of(ConsumerGroupHeartbeatRequestData request) {
            return request.subscribedTopicRegex();
        }
    }
}
