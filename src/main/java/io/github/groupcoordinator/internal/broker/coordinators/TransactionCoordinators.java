package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.wire.Request;
import io.github.groupcoordinator.internal.coordinator.transaction.ProducerIds;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionConfig;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionCoordinator;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * The transaction coordinators, one on each node, and the topic that they share. Each serves the transactional ids
 * whose partition of {@code __transaction_state} its node leads, and answers NOT_COORDINATOR for all others.
 */
public final class TransactionCoordinators implements CoordinatorElections.Coordinators {
    private final TransactionStates states;
    private final TransactionMarkers markers;
    private final TransactionVerification verification;
    private final ProducerIds producerIds = new ProducerIds();
    private final List<TransactionCoordinator> byNodeId = new ArrayList<>();
    private final CoordinatorElections elections;

    public TransactionCoordinators(Cluster cluster, GroupCoordinators groups, EventSink events) {
        this.states = new TransactionStates(cluster);
        this.markers = new TransactionMarkers(cluster, groups);
        this.verification = new TransactionVerification(cluster, this);
        TransactionConfig config = cluster.config().transactionCoordinator();
        TransactionEvents observer = new TransactionEvents(events);
        for (int id = 0; id < cluster.nodes().all().size(); id++) {
            Timers ofNode = cluster.nodes().state(id).timers(cluster.timers());
            byNodeId.add(new TransactionCoordinator(config, ofNode, states, markers, observer, producerIds));
        }
        this.elections = new CoordinatorElections(cluster, TransactionStates.NAME, this);
    }

    /** Returns what leaders ask before a transaction first writes to a partition. */
    public TransactionVerification verification() {
        return verification;
    }

    /** Returns what writes the ends of transactions to partitions. */
    public TransactionMarkers markers() {
        return markers;
    }

    public ProducerIds producerIds() {
        return producerIds;
    }

    public TransactionStates states() {
        return states;
    }

    /** Returns the coordinator on the node that a request was sent to. */
    public TransactionCoordinator at(Request request) {
        return on(request.node().id());
    }

    TransactionCoordinator on(int nodeId) {
        return byNodeId.get(nodeId);
    }

    /** Returns the partition of {@code __transaction_state} that holds the transactional id; all nodes agree. */
    public int partitionFor(String transactionalId) {
        return byNodeId.get(0).partitionFor(transactionalId);
    }

    /** Returns what lets the coordinators follow the leaders of their topic. */
    public CoordinatorElections elections() {
        return elections;
    }

    @Override
    public void startLoading(int nodeId, int partition) {
        on(nodeId).startLoading(partition);
    }

    @Override
    public void load(int nodeId, int partition) {
        on(nodeId).load(partition, states.leaderEpoch(partition));
    }

    @Override
    public void unload(int nodeId, int partition) {
        on(nodeId).unload(partition);
    }

    @Override
    public void failsOver(int partition, int from, int to) {
        // Nobody waits at a transaction coordinator: there is nothing to tell.
    }
}
