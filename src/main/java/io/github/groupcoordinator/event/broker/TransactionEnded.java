package io.github.groupcoordinator.event.broker;

import io.github.groupcoordinator.event.ClusterEvent;
import io.github.groupcoordinator.internal.text.Text;
import java.time.Instant;
import java.util.SortedSet;
import org.apache.kafka.common.TopicPartition;
import org.apiguardian.api.API;

/**
 * It is decided how a transaction ends; its markers follow. A producer that is fenced between transactions leaves no
 * event.
 *
 * @param transactionalId the {@code transactional.id}
 * @param producerId the id that the coordinator gave the producer
 * @param producerEpoch the epoch of the markers: with transactions v2 (KIP-890), and where the coordinator fences, one
 *     above that of the records
 * @param partitions those that the transaction touched; a partition of {@code __consumer_offsets} stands for offsets
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record TransactionEnded(
        Instant at,
        String transactionalId,
        long producerId,
        short producerEpoch,
        TransactionOutcome outcome,
        SortedSet<TopicPartition> partitions)
        implements ClusterEvent {

    /** Copies its collections into one canonical order. */
    public TransactionEnded {
        partitions = Text.canonical(partitions);
    }

    /** Returns the empty string: a transaction belongs to no group, even if it commits the offsets of one. */
    @Override
    public String groupId() {
        return "";
    }

    @Override
    public String describe() {
        return Text.oneLine("transaction " + transactionalId + " (producer " + producerId + ", epoch " + producerEpoch
                + ") " + outcome.words() + ": " + Text.partitions(partitions));
    }

    @Override
    public String toString() {
        return Text.event(at, groupId(), describe());
    }
}
