package io.github.groupcoordinator.internal.broker.persister;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.coordinators.ShareCoordinators;
import io.github.groupcoordinator.internal.broker.wire.ApiVersionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The persisters of a cluster, one on each node. */
public final class StatePersisters {
    private static final long JITTER_SEED = 0x7368617265L;

    private final List<StatePersister> byNodeId = new ArrayList<>();

    public StatePersisters(
            Cluster cluster,
            ShareCoordinators coordinators,
            ApiVersionTable versions,
            PeerNetwork network,
            Consumer<Throwable> failures) {
        for (int id = 0; id < cluster.nodes().count(); id++) {
            PeerConnections peers = new PeerConnections(cluster, id, versions, network, failures);
            RetryBackoff backoff = new RetryBackoff(
                    JITTER_SEED + id + 31 * cluster.config().shape().seed());
            byNodeId.add(new StatePersister(new StateSender(cluster, coordinators, peers, backoff)));
        }
    }

    /** Returns the persister on a node. */
    public StatePersister on(int nodeId) {
        return byNodeId.get(nodeId);
    }

    /** The process of a node has ended: nobody there waits for an answer any more. */
    public void ended(int nodeId) {
        on(nodeId).end();
    }
}
