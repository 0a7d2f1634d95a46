package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.coordinator.Coordinator;
import java.util.ArrayList;
import java.util.List;

/**
 * The coordinators of one kind, one on each node. Each serves what is in the partitions of their topic that its node
 * leads, and answers NOT_COORDINATOR for all else.
 *
 * @param <C> the kind
 */
public abstract class NodeCoordinators<C extends Coordinator> implements CoordinatorElections.Coordinators {
    private final InternalTopic topic;
    private final List<C> byNodeId;
    private final CoordinatorElections elections;

    /** @param byNodeId the coordinators in the order of their nodes, whose ids count up from 0 */
    NodeCoordinators(Cluster cluster, InternalTopic topic, List<C> byNodeId) {
        this.topic = topic;
        this.byNodeId = new ArrayList<>(byNodeId);
        this.elections = new CoordinatorElections(cluster, topic.name(), this);
    }

    /** Returns the topic in which they keep what they know. */
    public InternalTopic topic() {
        return topic;
    }

    /** Returns what lets them follow the leaders of their topic. */
    public final CoordinatorElections elections() {
        return elections;
    }

    /** Returns the coordinator on the node that a request was sent to. */
    public final C at(Request request) {
        return on(request.node().id());
    }

    public final C on(int nodeId) {
        return byNodeId.get(nodeId);
    }

    final List<C> all() {
        return byNodeId;
    }

    /** Returns the partition of the topic that holds a key: a group id, or a transactional id; all nodes agree. */
    public final int partitionFor(String key) {
        return on(0).partitionFor(key);
    }

    @Override
    public void startLoading(int nodeId, int partition) {
        on(nodeId).startLoading(partition);
    }

    @Override
    public void load(int nodeId, int partition) {
        on(nodeId).load(partition, topic.leaderEpoch(partition));
    }

    @Override
    public void unload(int nodeId, int partition) {
        on(nodeId).unload(partition);
    }

    @Override
    public void failsOver(int partition, int from, int to) {
        // Most coordinators have nothing to tell: nobody waits at them.
    }
}
