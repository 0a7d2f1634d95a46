package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.event.broker.CoordinatorFailedOver;
import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.NodeState;
import io.github.groupcoordinator.internal.coordinator.group.GroupCoordinator;
import io.github.groupcoordinator.internal.group.DeletedTopic;
import io.github.groupcoordinator.internal.journal.EventSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The group coordinators, one on each node. */
public final class GroupCoordinators extends NodeCoordinators<GroupCoordinator> {
    private final Cluster cluster;
    private final EventSink events;

    /** Partitions that nobody has loaded now. */
    private final Set<Integer> unloaded = new TreeSet<>();

    /** From where partitions have failed over whose groups are not known before they are loaded. */
    private final Map<Integer, Integer> untold = new TreeMap<>();

    /**
     * @param topic {@code __consumer_offsets}
     * @param byNodeId the coordinators in the order of their nodes, whose ids count up from 0
     */
    public GroupCoordinators(Cluster cluster, InternalTopic topic, List<GroupCoordinator> byNodeId, EventSink events) {
        super(cluster, topic, byNodeId);
        this.cluster = cluster;
        this.events = events;
    }

    /** Returns the ids of all groups that any node serves, sorted. */
    public List<String> groupIds() {
        SortedSet<String> ids = new TreeSet<>();
        all().forEach(coordinator -> ids.addAll(coordinator.groupIds()));
        return new ArrayList<>(ids);
    }

    /** Lets groups look at a topic that was created, deleted or got more partitions. */
    public void topicChanged(String topic, boolean isNew) {
        all().forEach(coordinator -> coordinator.topicChanged(topic, isNew));
    }

    /**
     * Deletes the offsets of topics that are no more. A node that is paused does so when it goes on, for what it leads
     * then; one that has crashed never does. As in Kafka nobody looks for what they leave: a coordinator that loads
     * later only replays, and keeps the offsets of topics that were deleted meanwhile.
     */
    public void topicsDeleted(List<DeletedTopic> topics) {
        for (int nodeId = 0; nodeId < all().size(); nodeId++) {
            GroupCoordinator coordinator = on(nodeId);
            cluster.nodes().state(nodeId).run(() -> coordinator.topicsDeleted(topics));
        }
    }

    /**
     * Returns the coordinator on a node that a test makes do something now.
     *
     * @throws IllegalStateException if the node does nothing now
     */
    public GroupCoordinator responsive(int nodeId, String groupId) {
        NodeState node = cluster.nodes().state(nodeId);
        if (!node.isResponsive()) {
            throw new IllegalStateException("Group '" + groupId + "' has no coordinator at the moment: broker " + nodeId
                    + " " + (node.isPaused() ? "is paused" : "has stopped") + ", and no other has taken over yet");
        }
        return on(nodeId);
    }

    @Override
    public void failsOver(int partition, int from, int to) {
        if (unloaded.add(partition)) {
            tell(partition, from, from, to);
        } else {
            untold.putIfAbsent(partition, from);
        }
    }

    @Override
    public void load(int nodeId, int partition) {
        super.load(nodeId, partition);
        unloaded.remove(partition);
        Integer from = untold.remove(partition);
        if (from != null) {
            tell(partition, nodeId, from, nodeId);
        }
    }

    private void tell(int partition, int knownBy, int from, int to) {
        for (String groupId : on(knownBy).groupIds()) {
            if (partitionFor(groupId) == partition) {
                events.append(new CoordinatorFailedOver(
                        Instant.ofEpochMilli(cluster.timers().nowMs()), groupId, partition, from, to));
            }
        }
    }
}
