package io.github.groupcoordinator.internal.group.consumer.state;

import io.github.groupcoordinator.internal.group.MemberProtocol;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The metadata that a member of a consumer-protocol group gives of itself; immutable.
 *
 * @param subscribedTopicRegex null or empty if the member has none; Kafka tells the two apart when it compares
 * @param rebalanceTimeoutMs -1 if the member has not said
 * @param classic what a member says that uses the classic protocol; null if it uses the consumer protocol
 */
public record ConsumerMemberMetadata(
        @Nullable String instanceId,
        @Nullable String rackId,
        String clientId,
        String clientHost,
        SortedSet<String> subscribedTopicNames,
        @Nullable String subscribedTopicRegex,
        int rebalanceTimeoutMs,
        @Nullable String serverAssignor,
        @Nullable ClassicProtocols classic) {

    private static final ConsumerMemberMetadata UNKNOWN =
            new ConsumerMemberMetadata(null, null, "", "", Collections.emptySortedSet(), "", -1, null, null);

    /** The part of a member of the classic protocol in a consumer-protocol group. */
    public record ClassicProtocols(int sessionTimeoutMs, List<MemberProtocol> protocols) {}

    /** Returns what is known of a member that has said nothing yet. */
    public static ConsumerMemberMetadata unknown() {
        return UNKNOWN;
    }

    /** Returns the regular expression, or null if the member has none. */
    public @Nullable String regex() {
        return subscribedTopicRegex == null || subscribedTopicRegex.isEmpty() ? null : subscribedTopicRegex;
    }
}
