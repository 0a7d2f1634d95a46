package io.github.groupcoordinator.internal.coordinator.group.share;

import io.github.groupcoordinator.internal.coordinator.group.ConsumerGroupProperties.Bounded;
import io.github.groupcoordinator.internal.group.share.ShareConfig;
import io.github.groupcoordinator.internal.group.share.ShareConfigs;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configurations of share groups: the broker's properties, and those of their own that administrators have given
 * them. A change counts from the next request on.
 */
public final class ShareGroupConfigs implements ShareConfigs {
    public static final String SESSION_TIMEOUT = "share.session.timeout.ms";
    public static final String HEARTBEAT_INTERVAL = "share.heartbeat.interval.ms";
    public static final String ASSIGNMENT_INTERVAL = "share.assignment.interval.ms";

    private final ShareGroupProperties broker;
    private final SortedMap<String, SortedMap<String, String>> own = new TreeMap<>();

    /** Makes it with no group having properties of its own. */
    public ShareGroupConfigs(ShareGroupProperties broker) {
        this.broker = broker;
    }

    /** Gives a group properties of its own, in place of those that it had; they must be numbers. */
    public void set(String groupId, SortedMap<String, String> properties) {
        own.put(groupId, new TreeMap<>(properties));
    }

    @Override
    public ShareConfig share(String groupId) {
        return new ShareConfig(
                value(groupId, SESSION_TIMEOUT, broker.sessionTimeoutMs()),
                value(groupId, HEARTBEAT_INTERVAL, broker.heartbeatIntervalMs()),
                broker.maxSize(),
                value(groupId, ASSIGNMENT_INTERVAL, broker.assignmentIntervalMs()),
                broker.initializeRetryIntervalMs());
    }

    /** A group's own value outside of the broker's bounds counts as the nearest that is inside. */
    private int value(String groupId, String name, Bounded bounded) {
        String value = own.getOrDefault(groupId, Collections.emptySortedMap()).get(name);
        return value == null
                ? bounded.value()
                : Math.max(bounded.min(), Math.min(bounded.max(), Integer.parseInt(value.trim())));
    }
}
