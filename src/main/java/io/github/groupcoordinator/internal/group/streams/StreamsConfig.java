package io.github.groupcoordinator.internal.group.streams;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration of a streams group: the broker's properties, or the group's own where it has some.
 *
 * @param sessionTimeoutMs {@code group.streams.session.timeout.ms}
 * @param heartbeatIntervalMs {@code group.streams.heartbeat.interval.ms}
 * @param maxSize {@code group.streams.max.size}
 * @param numStandbyReplicas {@code group.streams.num.standby.replicas}
 * @param initialRebalanceDelayMs {@code group.streams.initial.rebalance.delay.ms}
 * @param assignmentIntervalMs {@code group.streams.assignment.interval.ms}
 */
public record StreamsConfig(
        int sessionTimeoutMs,
        int heartbeatIntervalMs,
        int maxSize,
        int numStandbyReplicas,
        int initialRebalanceDelayMs,
        int assignmentIntervalMs) {

    /** Kafka's own defaults. */
    public static final StreamsConfig DEFAULTS = new StreamsConfig(45_000, 5_000, Integer.MAX_VALUE, 0, 3_000, 1_000);

    private static final String NUM_STANDBY_REPLICAS = "num.standby.replicas";

    /** Returns what the assignor goes by, as it is stored with the group's epoch. */
    SortedMap<String, String> ofAssignments() {
        SortedMap<String, String> configs = new TreeMap<>();
        configs.put(NUM_STANDBY_REPLICAS, Integer.toString(numStandbyReplicas));
        return Collections.unmodifiableSortedMap(configs);
    }

    /** Returns the number of standby replicas that was stored; 0 if none was. */
    static int numStandbyReplicas(SortedMap<String, String> ofAssignments) {
        return Integer.parseInt(ofAssignments.getOrDefault(NUM_STANDBY_REPLICAS, "0"));
    }
}
