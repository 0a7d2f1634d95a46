package io.github.groupcoordinator.internal.broker;

import io.github.groupcoordinator.internal.coordinator.DeletedTopic;
import io.github.groupcoordinator.internal.coordinator.GroupCoordinator;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The group coordinators, one on each node. Each serves the groups whose partition of {@code __consumer_offsets} its
 * node leads, and answers NOT_COORDINATOR for all others.
 */
final class GroupCoordinators {
    private final List<GroupCoordinator> byNodeId;

    /**
     * Takes the coordinators in the order of their nodes, whose ids count up from 0.
     */
    GroupCoordinators(List<GroupCoordinator> byNodeId) {
        this.byNodeId = new ArrayList<>(byNodeId);
    }

    /** Returns the coordinator on the node that a request was sent to. */
    GroupCoordinator at(Request request) {
        return on(request.node());
    }

    GroupCoordinator on(Broker.Node node) {
        return byNodeId.get(node.id());
    }

    /** Returns the partition of {@code __consumer_offsets} that holds the group; all nodes agree. */
    int partitionFor(String groupId) {
        return byNodeId.get(0).partitionFor(groupId);
    }

    /** Returns the ids of all groups that any node serves, sorted. */
    List<String> groupIds() {
        SortedSet<String> ids = new TreeSet<>();
        byNodeId.forEach(coordinator -> ids.addAll(coordinator.groupIds()));
        return new ArrayList<>(ids);
    }

    /** Deletes the offsets of topics that are no more. */
    void topicsDeleted(List<DeletedTopic> topics) {
        byNodeId.forEach(coordinator -> coordinator.topicsDeleted(topics));
    }
}
