package io.github.groupcoordinator.internal.broker.api.topic;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;

/** The replicas that an administrator chose, and their checks in Kafka's words. */
final class ManualAssignment {
    private final TreeSet<Integer> brokers = new TreeSet<>();
    private final TreeSet<Integer> partitions = new TreeSet<>();
    private int replicationFactor = -1;

    ManualAssignment(Cluster cluster) {
        for (Node node : cluster.nodes().all()) {
            brokers.add(node.id());
        }
    }

    void add(int partition, List<Integer> replicas) {
        if (!partitions.add(partition)) {
            throw new InvalidReplicaAssignmentException(
                    "Found multiple manual partition assignments for partition " + partition);
        }
        requireReplicas(replicas, replicationFactor);
        replicationFactor = replicas.size();
    }

    /** Refuses replicas that do not exist, come twice, or are not as many as they must be (-1: any number). */
    void requireReplicas(List<Integer> replicas, int factor) {
        if (replicas.isEmpty()) {
            throw new InvalidReplicaAssignmentException(
                    "The manual partition assignment includes an empty replica list.");
        }
        TreeSet<Integer> seen = new TreeSet<>();
        for (int broker : new TreeSet<>(replicas)) {
            if (!brokers.contains(broker)) {
                throw new InvalidReplicaAssignmentException("The manual partition assignment includes broker " + broker
                        + ", but no such broker is registered.");
            }
        }
        for (int broker : replicas) {
            if (!seen.add(broker)) {
                throw new InvalidReplicaAssignmentException(
                        "The manual partition assignment includes the broker " + broker + " more than once.");
            }
        }
        if (factor >= 0 && replicas.size() != factor) {
            throw new InvalidReplicaAssignmentException("The manual partition assignment includes a partition with "
                    + replicas.size() + " replica(s), but this is not consistent with previous partitions, which have "
                    + factor + " replica(s).");
        }
    }

    /** Returns how many replicas each partition has; the partitions must count up from 0. */
    int replicationFactor() {
        for (int i = 0; i < partitions.size(); i++) {
            if (!partitions.contains(i)) {
                throw new InvalidReplicaAssignmentException(
                        "partitions should be a consecutive 0-based integer sequence");
            }
        }
        return replicationFactor;
    }
}
