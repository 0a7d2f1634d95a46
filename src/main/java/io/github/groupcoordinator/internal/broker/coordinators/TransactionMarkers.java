package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.LeaderCheck;
import io.github.groupcoordinator.internal.broker.cluster.Replicas;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.coordinator.transaction.MarkerWriter;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionMetadata;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.log.TransactionMarker;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;

/**
 * The writer of the ends of transactions: to the log, and in {@code __consumer_offsets} through the group coordinator,
 * which lets offsets count or forgets them.
 */
public final class TransactionMarkers implements MarkerWriter {
    private final Cluster cluster;
    private final GroupCoordinators coordinators;

    TransactionMarkers(Cluster cluster, GroupCoordinators coordinators) {
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    @Override
    public Errors write(TopicPartition partition, TransactionMetadata prepared, int coordinatorEpoch) {
        return write(
                partition,
                new TransactionMarker(
                        prepared.producer().id(),
                        prepared.producer().epoch(),
                        prepared.isCommit(),
                        coordinatorEpoch,
                        prepared.clientTransactionVersion()));
    }

    public Errors write(TopicPartition partition, TransactionMarker marker) {
        Topic topic = cluster.topics().find(partition.topic());
        PartitionLog log = topic == null ? null : topic.log(partition.partition());
        if (topic == null || log == null) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        int leader = topic.replicas(partition.partition()).leader();
        if (leader == Replicas.NO_LEADER || !cluster.nodes().state(leader).isResponsive()) {
            return Errors.NOT_LEADER_OR_FOLLOWER;
        }
        if (topic.name().equals(ConsumerOffsets.NAME)) {
            Errors error = coordinators.on(leader).completeTransaction(partition.partition(), marker);
            return switch (error) {
                // Whoever asks expects a leader that is not ready, not a coordinator.
                case COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS, NOT_COORDINATOR ->
                    Errors.NOT_LEADER_OR_FOLLOWER;
                default -> error;
            };
        }
        try {
            LeaderCheck.requireEnoughInSync(topic, partition.partition());
            log.appendMarker(marker, cluster.timers().nowMs());
            return Errors.NONE;
        } catch (ApiException e) {
            return Errors.forException(e);
        }
    }
}
