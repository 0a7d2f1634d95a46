package io.github.groupcoordinator.internal.group.consumer;

import java.util.List;

/**
 * The configuration of a consumer-protocol group: the broker's properties, or the group's own where it has some.
 *
 * @param sessionTimeoutMs {@code group.consumer.session.timeout.ms}
 * @param heartbeatIntervalMs {@code group.consumer.heartbeat.interval.ms}
 * @param maxSize {@code group.consumer.max.size}
 * @param assignors {@code group.consumer.assignors}, by name; the first is the default
 * @param assignmentIntervalMs {@code group.consumer.assignment.interval.ms}
 * @param mayClassicJoin whether {@code group.consumer.migration.policy} lets members of the classic protocol in
 * @param downgradeMaxSize how many members a group may have to become a classic one; -1 if it may not at all
 * @param regexRefreshIntervalMs {@code group.consumer.regex.refresh.interval.ms}
 */
public record ConsumerConfig(
        int sessionTimeoutMs,
        int heartbeatIntervalMs,
        int maxSize,
        List<String> assignors,
        int assignmentIntervalMs,
        int regexRefreshIntervalMs,
        boolean mayClassicJoin,
        int downgradeMaxSize) {}
