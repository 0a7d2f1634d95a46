package io.github.groupcoordinator.internal.coordinator.transaction;

import io.github.groupcoordinator.internal.order.PartitionOrder;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** The decisions on InitProducerId and AddPartitionsToTxn; they change nothing. */
final class TransactionDecisions {

    private TransactionDecisions() {}

    /**
     * A producer (re)initializes. Of an open transaction nothing is decided here: it has to be aborted first, which
     * {@code mustFence} says.
     */
    static Decision initProducerId(
            TransactionMetadata transaction,
            @Nullable ExpectedProducer expected,
            int timeoutMs,
            LongSupplier newProducerId,
            long nowMs) {
        if (transaction.state().isPrepared()) {
            return Decision.refuse(Errors.CONCURRENT_TRANSACTIONS);
        }
        if (expected != null && !mayBe(transaction.producer(), expected)) {
            return Decision.refuse(Errors.PRODUCER_FENCED);
        }
        if (mustFence(transaction)) {
            return Decision.refuse(Errors.CONCURRENT_TRANSACTIONS);
        }
        ProducerIdentity producer = transaction.producer();
        if (producer.isExhausted() && (expected == null || expected.producerEpoch() == producer.epoch())) {
            short lastEpoch = expected == null ? ProducerIdentity.NO_EPOCH : producer.epoch();
            return Decision.change(transaction.initialized(
                    producer.rotatedTo(newProducerId.getAsLong(), lastEpoch), timeoutMs, nowMs));
        }
        ProducerIdentity next = bumped(transaction.transactionalId(), producer, expected);
        return next == null
                ? Decision.refuse(Errors.PRODUCER_FENCED)
                : Decision.change(transaction.initialized(next, timeoutMs, nowMs));
    }

    /** Returns whether a producer that comes anew finds a transaction open, which is aborted for it. */
    static boolean mustFence(TransactionMetadata transaction) {
        return transaction.state() == TransactionState.ONGOING;
    }

    private static boolean mayBe(ProducerIdentity producer, ExpectedProducer expected) {
        boolean isNew = producer.epoch() == ProducerIdentity.NO_EPOCH;
        // The answer to the request that used up the epochs may have been lost.
        boolean isRepeated = expected.producerId() == producer.previousId()
                && expected.producerEpoch() >= ProducerIdentity.LAST_EPOCH_OF_CLIENTS;
        return isNew || expected.producerId() == producer.id() || isRepeated;
    }

    /** Returns the next epoch; the present one for a repeated request; null for a producer that was fenced. */
    private static @Nullable ProducerIdentity bumped(
            String transactionalId, ProducerIdentity producer, @Nullable ExpectedProducer expected) {
        if (producer.isExhausted()) {
            throw new IllegalStateException("Cannot allocate any more producer epochs for producerId " + producer.id()
                    + " of transactional id '" + transactionalId + "'");
        }
        if (expected == null) {
            return producer.at(producer.epoch() + 1, ProducerIdentity.NO_EPOCH);
        }
        if (producer.epoch() == ProducerIdentity.NO_EPOCH || expected.producerEpoch() == producer.epoch()) {
            return producer.at(producer.epoch() + 1, producer.epoch());
        }
        return expected.producerEpoch() == producer.lastEpoch()
                ? producer.at(producer.epoch(), producer.lastEpoch())
                : null;
    }

    /** Partitions join the transaction, which begins with the first of them. */
    static Decision addPartitions(
            TransactionMetadata transaction,
            ExpectedProducer expected,
            Collection<TopicPartition> partitions,
            int transactionVersion,
            long nowMs) {
        if (transaction.state().isPrepared()) {
            return Decision.refuse(Errors.CONCURRENT_TRANSACTIONS);
        }
        Errors error = checkProducer(transaction, expected);
        if (error != Errors.NONE) {
            return Decision.refuse(error);
        }
        if (transaction.state() == TransactionState.ONGOING
                && transaction.partitions().containsAll(partitions)) {
            return Decision.nothingToDo();
        }
        return Decision.change(transaction.withAdded(partitions, nowMs, transactionVersion));
    }

    /** Returns for each partition whether the transaction touches it, as a leader asks before it appends. */
    static SortedMap<TopicPartition, Errors> verifyPartitions(
            TransactionMetadata transaction, ExpectedProducer expected, Collection<TopicPartition> partitions) {
        Errors error = checkProducer(transaction, expected);
        if (error == Errors.NONE && transaction.state().isPrepared()) {
            error = Errors.CONCURRENT_TRANSACTIONS;
        }
        SortedMap<TopicPartition, Errors> answers = new TreeMap<>(PartitionOrder.BY_TOPIC_AND_NUMBER);
        for (TopicPartition partition : partitions) {
            boolean isIn = transaction.partitions().contains(partition);
            answers.put(partition, error != Errors.NONE || isIn ? error : Errors.TRANSACTION_ABORTABLE);
        }
        return answers;
    }

    private static Errors checkProducer(TransactionMetadata transaction, ExpectedProducer expected) {
        if (transaction.producer().id() != expected.producerId()) {
            return Errors.INVALID_PRODUCER_ID_MAPPING;
        }
        return transaction.producer().epoch() == expected.producerEpoch() ? Errors.NONE : Errors.PRODUCER_FENCED;
    }
}
