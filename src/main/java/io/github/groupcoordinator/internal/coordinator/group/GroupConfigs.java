package io.github.groupcoordinator.internal.coordinator.group;

import io.github.groupcoordinator.internal.group.classic.ClassicConfig;
import io.github.groupcoordinator.internal.group.consumer.ConsumerConfig;
import io.github.groupcoordinator.internal.group.consumer.ConsumerConfigs;
import io.github.groupcoordinator.internal.group.share.ShareConfig;
import io.github.groupcoordinator.internal.group.share.ShareConfigs;
import io.github.groupcoordinator.internal.group.streams.StreamsConfig;
import io.github.groupcoordinator.internal.group.streams.StreamsConfigs;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration of groups: the broker's properties, and those of their own that administrators have given them. One
 * for all coordinators of a cluster; a change counts from the next request on.
 */
public final class GroupConfigs implements ConsumerConfigs {
    public static final String SESSION_TIMEOUT = "consumer.session.timeout.ms";
    public static final String HEARTBEAT_INTERVAL = "consumer.heartbeat.interval.ms";
    public static final String ASSIGNMENT_INTERVAL = "consumer.assignment.interval.ms";

    private GroupCoordinatorConfig broker;

    /** The configuration of all groups that have nothing of their own: each heartbeat asks for it. */
    private ConsumerConfig consumer;

    private StreamsConfigs streamsGroups = groupId -> StreamsConfig.DEFAULTS;
    private ShareConfigs shareGroups = groupId -> ShareConfig.DEFAULTS;
    private final SortedMap<String, SortedMap<String, String>> own = new TreeMap<>();

    /** Makes it with no group having properties of its own. */
    public GroupConfigs(GroupCoordinatorConfig broker) {
        this.broker = broker;
        this.consumer = consumer(broker, Collections.emptySortedMap());
    }

    /** Takes other broker properties: what a running broker may change of them counts from the next request on. */
    public void reconfigure(GroupCoordinatorConfig newBroker) {
        broker = newBroker;
        consumer = consumer(newBroker, Collections.emptySortedMap());
    }

    /** Returns what all groups go by that have nothing of their own. */
    public GroupCoordinatorConfig broker() {
        return broker;
    }

    /** Returns a group's own properties; empty if it has none. */
    public SortedMap<String, String> of(String groupId) {
        return Collections.unmodifiableSortedMap(own.getOrDefault(groupId, Collections.emptySortedMap()));
    }

    /** Returns the groups that have properties of their own, in alphabetical order. */
    public SortedSet<String> groupIds() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(own.keySet()));
    }

    /** Gives a group properties of its own, in place of those that it had; they must be valid. */
    public void set(String groupId, SortedMap<String, String> properties) {
        if (properties.isEmpty()) {
            own.remove(groupId);
        } else {
            own.put(groupId, new TreeMap<>(properties));
        }
    }

    /** Says what share groups go by. */
    public void configureShareGroups(ShareConfigs configs) {
        shareGroups = configs;
    }

    /** Says what streams groups go by. */
    public void configureStreamsGroups(StreamsConfigs configs) {
        streamsGroups = configs;
    }

    StreamsConfigs streamsGroups() {
        return streamsGroups;
    }

    ShareConfigs shareGroups() {
        return shareGroups;
    }

    ClassicConfig classic() {
        return new ClassicConfig(
                broker.initialRebalanceDelayMs(), GroupCoordinatorConfig.NEW_MEMBER_JOIN_TIMEOUT_MS, broker.maxSize());
    }

    @Override
    public ConsumerConfig consumer(String groupId) {
        SortedMap<String, String> ofGroup = own.get(groupId);
        return ofGroup == null ? consumer : consumer(broker, ofGroup);
    }

    private static ConsumerConfig consumer(GroupCoordinatorConfig broker, SortedMap<String, String> ofGroup) {
        ConsumerGroupProperties all = broker.consumer();
        return new ConsumerConfig(
                all.sessionTimeoutMs().orOwn(ofGroup.get(SESSION_TIMEOUT)),
                all.heartbeatIntervalMs().orOwn(ofGroup.get(HEARTBEAT_INTERVAL)),
                all.maxSize(),
                all.assignors(),
                all.assignmentIntervalMs().orOwn(ofGroup.get(ASSIGNMENT_INTERVAL)),
                all.regexRefreshIntervalMs(),
                all.migrationPolicy() != MigrationPolicy.DISABLED,
                all.migrationPolicy().isDowngradeEnabled() ? broker.maxSize() : -1);
    }
}
