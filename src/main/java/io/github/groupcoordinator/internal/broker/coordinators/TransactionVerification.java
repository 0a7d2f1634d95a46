package io.github.groupcoordinator.internal.broker.coordinators;

import io.github.groupcoordinator.internal.broker.cluster.Cluster;
import io.github.groupcoordinator.internal.broker.cluster.Node;
import io.github.groupcoordinator.internal.broker.cluster.Topic;
import io.github.groupcoordinator.internal.coordinator.transaction.ExpectedProducer;
import io.github.groupcoordinator.internal.coordinator.transaction.TransactionCoordinator;
import io.github.groupcoordinator.internal.log.PartitionLog;
import io.github.groupcoordinator.internal.order.PartitionOrder;
import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.protocol.Errors;

/**
 * The question of a leader to the transaction coordinator before a transaction first writes to a partition (KIP-890):
 * whether the producer has added the partition; or, for producers of transactions v2, to add it now.
 */
public final class TransactionVerification {

    /** The operation that the version of a request tells of its producer. */
    public enum Operation {
        /** INVALID_TXN_STATE for a partition that was not added. */
        DEFAULT_ERROR,
        /** TRANSACTION_ABORTABLE for a partition that was not added. */
        GENERIC_ERROR_SUPPORTED,
        /** The request adds the partition itself. */
        ADD_PARTITION
    }

    /** The producer that writes, and its transaction. */
    public record Writer(String transactionalId, long producerId, short producerEpoch, Operation operation) {}

    /** For each partition that may not be written to, why; for all others, whether the transaction begins there. */
    public record Outcome(SortedMap<TopicPartition, Errors> refused, SortedMap<TopicPartition, Boolean> begins) {

        public boolean mayBegin(TopicPartition partition) {
            return begins.getOrDefault(partition, false);
        }
    }

    private static final int TRANSACTION_VERSION_THAT_ADDS = 2;

    private final Cluster cluster;
    private final TransactionCoordinators coordinators;

    TransactionVerification(Cluster cluster, TransactionCoordinators coordinators) {
        this.cluster = cluster;
        this.coordinators = coordinators;
    }

    public static Operation ofProduce(short version) {
        if (version > 11) {
            return Operation.ADD_PARTITION;
        }
        return version > 10 ? Operation.GENERIC_ERROR_SUPPORTED : Operation.DEFAULT_ERROR;
    }

    public static Operation ofTxnOffsetCommit(short version) {
        if (version > 4) {
            return Operation.ADD_PARTITION;
        }
        return version > 3 ? Operation.GENERIC_ERROR_SUPPORTED : Operation.DEFAULT_ERROR;
    }

    private static SortedMap<TopicPartition, Errors> none() {
        return new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
    }

    /**
     * Asks for partitions, each with the sequence of its first record.
     *
     * @param sequences by partition that exists
     */
    public Outcome ask(Writer writer, SortedMap<TopicPartition, Integer> sequences) {
        SortedMap<TopicPartition, Errors> refused = none();
        SortedMap<TopicPartition, Boolean> begins = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        boolean adds = writer.operation() == Operation.ADD_PARTITION;
        if (!adds && !cluster.config().transactionPartitionVerification()) {
            sequences.keySet().forEach(partition -> begins.put(partition, true));
            return new Outcome(refused, begins);
        }
        long nowMs = cluster.timers().nowMs();
        sequences.forEach((partition, sequence) -> {
            PartitionLog log = cluster.topics().log(partition.topic(), partition.partition());
            if (log == null) {
                return;
            }
            try {
                if (log.startVerification(writer.producerId(), writer.producerEpoch(), sequence, adds, nowMs)) {
                    begins.put(partition, true);
                }
            } catch (InvalidProducerEpochException e) {
                refused.put(partition, Errors.INVALID_PRODUCER_EPOCH);
            }
        });
        if (!begins.isEmpty()) {
            refused.putAll(refusals(writer, begins));
        }
        return new Outcome(refused, begins);
    }

    private SortedMap<TopicPartition, Errors> refusals(Writer writer, SortedMap<TopicPartition, Boolean> asked) {
        ExpectedProducer producer = new ExpectedProducer(writer.producerId(), writer.producerEpoch());
        SortedMap<TopicPartition, Errors> refused = none();
        Topic topic = coordinators.topic().topic();
        int partition = coordinators.partitionFor(writer.transactionalId());
        if (topic == null
                || topic.log(partition) == null
                || !topic.replicas(partition).hasLeader()) {
            asked.keySet().forEach(each -> refused.put(each, Errors.COORDINATOR_NOT_AVAILABLE));
            return refused;
        }
        int leader = topic.replicas(partition).leader();
        if (!cluster.nodes().state(leader).isResponsive()) {
            // It has crashed or hangs, and nobody has missed it yet.
            asked.keySet().forEach(each -> refused.put(each, Errors.NETWORK_EXCEPTION));
            return refused;
        }
        TransactionCoordinator coordinator = coordinators.on(leader);
        if (writer.operation() == Operation.ADD_PARTITION) {
            Errors error = coordinator.addPartitions(
                    writer.transactionalId(), producer, asked.keySet(), TRANSACTION_VERSION_THAT_ADDS);
            asked.keySet().forEach(each -> refused.put(each, error));
        } else {
            refused.putAll(coordinator.verifyPartitions(writer.transactionalId(), producer, asked.keySet()));
        }
        refused.replaceAll((each, error) -> toProducer(error, writer.operation()));
        refused.values().removeIf(error -> error == Errors.NONE);
        return refused;
    }

    private static Errors toProducer(Errors error, Operation operation) {
        if (error == Errors.PRODUCER_FENCED) {
            return Errors.INVALID_PRODUCER_EPOCH;
        }
        return error == Errors.TRANSACTION_ABORTABLE && operation == Operation.DEFAULT_ERROR
                ? Errors.INVALID_TXN_STATE
                : error;
    }

    /**
     * Asks for a produce request. While the transaction before is still being completed, a partition that the request
     * itself adds is asked for again for a while: the producer would wait much longer.
     *
     * @param leader the node that asks; while it is paused it does not, and once it has ended it never does
     */
    public void askForProduce(
            Node leader, Writer writer, SortedMap<TopicPartition, Integer> sequences, Consumer<Outcome> reply) {
        Timers timers = cluster.nodes().state(leader.id()).timers(cluster.timers());
        askAgain(timers, writer, sequences, timers.nowMs() + cluster.config().addPartitionsRetryBackoffMaxMs(), reply);
    }

    private void askAgain(
            Timers timers,
            Writer writer,
            SortedMap<TopicPartition, Integer> sequences,
            long untilMs,
            Consumer<Outcome> reply) {
        Outcome outcome = ask(writer, sequences);
        long nowMs = timers.nowMs();
        boolean retry = writer.operation() == Operation.ADD_PARTITION
                && nowMs < untilMs
                && outcome.refused().containsValue(Errors.CONCURRENT_TRANSACTIONS);
        if (retry) {
            timers.schedule(
                    nowMs + cluster.config().addPartitionsRetryBackoffMs(),
                    "transaction " + writer.transactionalId() + " adds partitions",
                    () -> askAgain(timers, writer, sequences, untilMs, reply));
        } else {
            reply.accept(outcome);
        }
    }
}
