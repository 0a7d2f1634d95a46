package io.github.groupcoordinator.internal.coordinator.transaction;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * The state of a transactional id.
 *
 * @param timeoutMs how long a transaction may take before it is aborted
 * @param partitions those that the transaction touches; while markers are written, those that still wait for one
 * @param startMs when the transaction began, -1 if none did
 * @param lastUpdateMs when any of this changed, from which the id's expiration counts
 * @param clientTransactionVersion from which version of transactions on the producer is: 2 bumps the epoch with every
 *     transaction (KIP-890)
 */
public record TransactionMetadata(
        String transactionalId,
        ProducerIdentity producer,
        int timeoutMs,
        TransactionState state,
        SortedSet<TopicPartition> partitions,
        long startMs,
        long lastUpdateMs,
        int clientTransactionVersion) {
    /** By topic, then by number. */
    private static final long NEVER = -1L;

    private static final int FIRST_VERSION_WITH_EPOCH_BUMP = 2;

    /** Copies the partitions into one order. */
    public TransactionMetadata {
        SortedSet<TopicPartition> copy = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        copy.addAll(partitions);
        partitions = Collections.unmodifiableSortedSet(copy);
    }

    /** Makes what is there before the first InitProducerId is answered. */
    static TransactionMetadata created(String transactionalId, long producerId, int timeoutMs, long nowMs) {
        return new TransactionMetadata(
                transactionalId,
                ProducerIdentity.created(producerId),
                timeoutMs,
                TransactionState.EMPTY,
                Collections.emptySortedSet(),
                NEVER,
                nowMs,
                0);
    }

    static boolean bumpsEpochs(int transactionVersion) {
        return transactionVersion >= FIRST_VERSION_WITH_EPOCH_BUMP;
    }

    private TransactionMetadata to(
            TransactionState newState, ProducerIdentity newProducer, Collection<TopicPartition> newPartitions) {
        SortedSet<TopicPartition> copy = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        copy.addAll(newPartitions);
        return new TransactionMetadata(
                transactionalId,
                newProducer,
                timeoutMs,
                newState,
                copy,
                startMs,
                lastUpdateMs,
                clientTransactionVersion);
    }

    private TransactionMetadata at(long newStartMs, long newLastUpdateMs, int newClientTransactionVersion) {
        return new TransactionMetadata(
                transactionalId,
                producer,
                timeoutMs,
                state,
                partitions,
                newStartMs,
                newLastUpdateMs,
                newClientTransactionVersion);
    }

    /** A producer that (re)initializes: no transaction, and the identity that it is given. */
    TransactionMetadata initialized(ProducerIdentity newProducer, int newTimeoutMs, long nowMs) {
        return new TransactionMetadata(
                transactionalId,
                newProducer,
                newTimeoutMs,
                TransactionState.EMPTY,
                Collections.emptySortedSet(),
                NEVER,
                nowMs,
                clientTransactionVersion);
    }

    /** More partitions; the first ones begin the transaction. */
    TransactionMetadata withAdded(Collection<TopicPartition> added, long nowMs, int transactionVersion) {
        SortedSet<TopicPartition> all = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        all.addAll(partitions);
        all.addAll(added);
        return to(TransactionState.ONGOING, producer.at(producer.epoch(), producer.lastEpoch()), all)
                .at(state == TransactionState.ONGOING ? startMs : nowMs, nowMs, transactionVersion);
    }

    /** The decision to commit or abort, by a producer of the original protocol. */
    TransactionMetadata prepared(boolean commit, long nowMs) {
        return to(prepareState(commit), producer.at(producer.epoch(), producer.lastEpoch()), partitions)
                .at(startMs, nowMs, 0);
    }

    /** The same, with an epoch for the next transaction; a next producer id if the epochs are used up, else -1. */
    TransactionMetadata preparedWithEpochBump(boolean commit, long nextProducerId, long nowMs, int transactionVersion) {
        boolean isBroken = producer.epoch() == Short.MAX_VALUE && !commit;
        int epoch = isBroken ? producer.epoch() : producer.epoch() + 1;
        // A transaction that nobody began has no start; it is given one.
        long start = state == TransactionState.ONGOING ? startMs : nowMs;
        return to(prepareState(commit), producer.at(epoch, producer.epoch()).withNext(nextProducerId), partitions)
                .at(start, nowMs, transactionVersion);
    }

    private static TransactionState prepareState(boolean commit) {
        return commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT;
    }

    /** Every marker is written. */
    TransactionMetadata completed(long nowMs) {
        boolean rotates = bumpsEpochs(clientTransactionVersion) && producer.nextId() != ProducerIdentity.NO_ID;
        ProducerIdentity next = rotates
                ? producer.rotatedTo(producer.nextId(), producer.lastEpoch())
                : producer.at(producer.epoch(), producer.lastEpoch());
        return to(
                        isCommit() ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT,
                        next.withNext(ProducerIdentity.NO_ID),
                        Collections.emptyList())
                .at(startMs, nowMs, clientTransactionVersion);
    }

    /** Returns whether a prepared or complete transaction is one that was committed. */
    public boolean isCommit() {
        return state == TransactionState.PREPARE_COMMIT || state == TransactionState.COMPLETE_COMMIT;
    }

    /** A partition got its marker; only memory knows. */
    TransactionMetadata withoutPartition(TopicPartition written) {
        SortedSet<TopicPartition> rest = new TreeSet<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        rest.addAll(partitions);
        rest.remove(written);
        return to(state, producer, rest);
    }

    /** A fence that could not be written has taken an epoch all the same; only memory knows. */
    TransactionMetadata withEpochOfFailedFence(short epoch) {
        return to(
                state,
                new ProducerIdentity(
                        producer.id(), producer.previousId(), producer.nextId(), epoch, ProducerIdentity.NO_EPOCH),
                partitions);
    }
}
