package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.broker.config.TopicConfig;
import java.util.Map;
import java.util.TreeMap;

/** The topic {@code __transaction_state}, in which the transaction coordinators keep transactional ids. */
public final class TransactionStates extends InternalTopic {
    public static final String NAME = "__transaction_state";

    TransactionStates(Cluster cluster) {
        super(cluster, NAME);
        cluster.config().transactionTopicReplicationFactor(cluster.nodes().all().size());
    }

    @Override
    public Topic create() {
        int replicationFactor = cluster()
                .config()
                .transactionTopicReplicationFactor(cluster().nodes().all().size());
        Map<String, String> config = new TreeMap<>();
        config.put("cleanup.policy", "compact");
        config.put(
                "min.insync.replicas",
                String.valueOf(Math.min(cluster().config().transactionTopicMinIsr(), replicationFactor)));
        config.put("segment.bytes", "104857600");
        config.put("unclean.leader.election.enable", "false");
        return cluster()
                .topics()
                .create(
                        NAME,
                        new TopicConfig(cluster().config(), config),
                        cluster().config().transactionCoordinator().partitions(),
                        replicationFactor);
    }
}
