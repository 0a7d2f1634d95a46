package io.github.groupcoordinator.internal.broker.cluster;

import java.util.ArrayList;
import java.util.List;

/** The nodes of a cluster, in the order of their ids, which count up from 0. */
public final class Nodes {
    private final List<NodeState> states = new ArrayList<>();

    Nodes(List<Node> nodes) {
        nodes.forEach(node -> states.add(new NodeState(node)));
    }

    public int count() {
        return states.size();
    }

    public List<Node> all() {
        return states.stream().map(NodeState::node).toList();
    }

    /** Returns the nodes that the controller takes for alive. */
    public List<Node> alive() {
        return states.stream()
                .filter(state -> !state.isFenced())
                .map(NodeState::node)
                .toList();
    }

    /** Returns those that the controller takes for alive, in the order given. */
    public List<Integer> onlyAlive(List<Integer> nodeIds) {
        // A loop: Metadata asks it of each partition of a topic, for each client.
        List<Integer> alive = new ArrayList<>(nodeIds.size());
        for (Integer nodeId : nodeIds) {
            if (isAlive(nodeId)) {
                alive.add(nodeId);
            }
        }
        return alive;
    }

    public boolean isAlive(int nodeId) {
        return !state(nodeId).isFenced();
    }

    Node node(int nodeId) {
        return state(nodeId).node();
    }

    public NodeState state(int nodeId) {
        if (nodeId < 0 || nodeId >= states.size()) {
            throw new IllegalArgumentException("There is no broker " + nodeId + "; the brokers are " + ids());
        }
        return states.get(nodeId);
    }

    private List<Integer> ids() {
        return states.stream().map(state -> state.node().id()).toList();
    }

    /** Returns where the replicas of new partitions go, the preferred leader first: leaders are spread. */
    public List<List<Integer>> place(int firstPartition, int endPartition, int replicationFactor) {
        List<List<Integer>> assignments = new ArrayList<>();
        for (int partition = firstPartition; partition < endPartition; partition++) {
            List<Integer> assigned = new ArrayList<>();
            for (int i = 0; i < replicationFactor; i++) {
                assigned.add(states.get((partition + i) % states.size()).node().id());
            }
            assignments.add(assigned);
        }
        return assignments;
    }
}
