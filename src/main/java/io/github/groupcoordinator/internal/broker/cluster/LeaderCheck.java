package io.github.groupcoordinator.internal.broker.cluster;

import io.github.groupcoordinator.internal.log.PartitionLog;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.protocol.Errors;

/**
 * The check that a node may answer for a partition. A client that knows the leader epoch says so, and is told when it
 * is behind or ahead (KIP-320); a client that asks the wrong node is told so too, and looks for the leader again.
 */
public final class LeaderCheck {
    static final int NO_EPOCH = -1;

    private LeaderCheck() {}

    /** Returns why a node may not speak as the leader of a partition, which must exist; or NONE. */
    public static Errors leader(Node node, Topic topic, int partition, int clientsLeaderEpoch) {
        Errors error = replica(node, topic, partition, clientsLeaderEpoch);
        return error == Errors.NONE && !topic.replicas(partition).isLedBy(node) ? Errors.NOT_LEADER_OR_FOLLOWER : error;
    }

    /** Returns why a node may not read a partition, which must exist, to a client (KIP-392); or NONE. */
    public static Errors replica(Node node, Topic topic, int partition, int clientsLeaderEpoch) {
        Replicas replicas = topic.replicas(partition);
        if (!replicas.assigned().contains(node.id())) {
            return Errors.NOT_LEADER_OR_FOLLOWER;
        }
        PartitionLog log = topic.requireLog(partition);
        if (clientsLeaderEpoch != NO_EPOCH && clientsLeaderEpoch != log.leaderEpoch()) {
            return clientsLeaderEpoch < log.leaderEpoch() ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
        }
        return replicas.isInSync(node.id()) ? Errors.NONE : Errors.NOT_LEADER_OR_FOLLOWER;
    }

    /**
     * Refuses a node that does not lead a partition, which must exist.
     *
     * @throws ApiException NOT_LEADER_OR_FOLLOWER
     */
    public static void requireLeader(Node node, Topic topic, int partition) throws ApiException {
        Errors error = leader(node, topic, partition, NO_EPOCH);
        if (error != Errors.NONE) {
            throw error.exception("Broker " + node.id() + " does not lead " + topic.name() + "-" + partition);
        }
    }

    /**
     * Refuses an append that waits for all replicas in sync while there are too few of them.
     *
     * @throws NotEnoughReplicasException as the topic's {@code min.insync.replicas} says
     */
    public static void requireEnoughInSync(Topic topic, int partition) {
        Replicas replicas = topic.replicas(partition);
        // Kafka asks no more of a topic than it has replicas.
        int least =
                Math.min(topic.config().minInsyncReplicas(), replicas.assigned().size());
        int inSync = replicas.inSync().size();
        if (inSync < least) {
            throw new NotEnoughReplicasException("The size of the current ISR " + replicas.inSync()
                    + " is insufficient to satisfy the min.isr requirement of " + least + " for partition "
                    + topic.name() + "-" + partition);
        }
    }
}
