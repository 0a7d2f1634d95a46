package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.coordinator.transaction.ProducerIds;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionConfig;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionCoordinator;
import io.github.groupcoordinator.internal.journal.EventSink;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.ArrayList;
import java.util.List;

/** The transaction coordinators, one on each node, and the topic that they share. */
public final class TransactionCoordinators extends NodeCoordinators<TransactionCoordinator> {
    private final TransactionStates states;
    private final TransactionMarkers markers;
    private final TransactionVerification verification;
    private final ProducerIds producerIds;

    private TransactionCoordinators(
            Cluster cluster,
            TransactionStates states,
            TransactionMarkers markers,
            ProducerIds producerIds,
            List<TransactionCoordinator> byNodeId) {
        super(cluster, states, byNodeId);
        this.states = states;
        this.markers = markers;
        this.verification = new TransactionVerification(cluster, this);
        this.producerIds = producerIds;
    }

    public static TransactionCoordinators of(Cluster cluster, GroupCoordinators groups, EventSink events) {
        TransactionStates states = new TransactionStates(cluster);
        TransactionMarkers markers = new TransactionMarkers(cluster, groups);
        ProducerIds producerIds = new ProducerIds();
        TransactionConfig config = cluster.config().transactionCoordinator();
        TransactionEvents observer = new TransactionEvents(events);
        List<TransactionCoordinator> byNodeId = new ArrayList<>();
        for (int id = 0; id < cluster.nodes().all().size(); id++) {
            Timers ofNode = cluster.nodes().state(id).timers(cluster.timers());
            byNodeId.add(new TransactionCoordinator(config, ofNode, states, markers, observer, producerIds));
        }
        return new TransactionCoordinators(cluster, states, markers, producerIds, byNodeId);
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

    @Override
    public TransactionStates topic() {
        return states;
    }
}
