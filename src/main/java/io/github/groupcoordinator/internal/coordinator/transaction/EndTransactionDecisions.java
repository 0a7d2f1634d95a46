package io.github.groupcoordinator.internal.coordinator.transaction;

import java.util.function.LongSupplier;
import org.apache.kafka.common.protocol.Errors;

/**
 * The decisions on EndTxn, by a producer or by the coordinator itself, which fences with it; they change nothing.
 *
 * <p>With transactions v2 (KIP-890) the epoch is bumped with every transaction. So a repeated request is known by its
 * epoch, one below the present; and a producer that is not sure whether it has begun a transaction may abort it:
 *
 * <pre> | abort repeated | abort | commit repeated | commit EMPTY | fenced | bump | fenced | INVALID_TXN_STATE
 * COMPLETE_ABORT | NONE | bump | INVALID_TXN_STATE | INVALID_TXN_STATE COMPLETE_COMMIT| INVALID_TXN_STATE | bump | NONE
 * | INVALID_TXN_STATE </pre>
 */
final class EndTransactionDecisions {

    private EndTransactionDecisions() {}

    /** A producer of the original protocol commits or aborts. */
    static Decision byProducer(TransactionMetadata transaction, ExpectedProducer producer, boolean commit, long nowMs) {
        if (transaction.producer().id() != producer.producerId()) {
            return Decision.refuse(Errors.INVALID_PRODUCER_ID_MAPPING);
        }
        if (transaction.producer().epoch() != producer.producerEpoch()) {
            return Decision.refuse(Errors.PRODUCER_FENCED);
        }
        return switch (transaction.state()) {
            case ONGOING -> Decision.change(transaction.prepared(commit, nowMs));
            case PREPARE_COMMIT, PREPARE_ABORT -> Decision.refuse(Errors.CONCURRENT_TRANSACTIONS);
            case COMPLETE_COMMIT, COMPLETE_ABORT ->
                transaction.isCommit() == commit ? Decision.nothingToDo() : Decision.refuse(Errors.INVALID_TXN_STATE);
            case EMPTY -> Decision.refuse(Errors.INVALID_TXN_STATE);
        };
    }

    /** A producer of transactions v2 commits or aborts. */
    static Decision byProducerWithEpochBump(
            TransactionMetadata transaction,
            ExpectedProducer producer,
            boolean commit,
            int transactionVersion,
            LongSupplier newProducerId,
            long nowMs) {
        if (transaction.state().isPrepared()) {
            return Decision.refuse(Errors.CONCURRENT_TRANSACTIONS);
        }
        ProducerIdentity known = transaction.producer();
        boolean isRepeatedOverRotation = known.previousId() == producer.producerId()
                && producer.producerEpoch() == ProducerIdentity.LAST_EPOCH_OF_CLIENTS
                && known.epoch() == 0;
        boolean isRepeated = isRepeatedOverRotation || known.epoch() == producer.producerEpoch() + 1;
        if (known.id() != producer.producerId() && !isRepeatedOverRotation) {
            return Decision.refuse(Errors.INVALID_PRODUCER_ID_MAPPING);
        }
        boolean isCurrent = producer.producerEpoch() == known.epoch();
        return switch (transaction.state()) {
            case ONGOING ->
                isCurrent
                        ? prepared(transaction, commit, transactionVersion, newProducerId, nowMs)
                        : Decision.refuse(Errors.PRODUCER_FENCED);
            case EMPTY -> {
                if (!isCurrent) {
                    yield Decision.refuse(Errors.PRODUCER_FENCED);
                }
                yield commit
                        ? Decision.refuse(Errors.INVALID_TXN_STATE)
                        : prepared(transaction, false, transactionVersion, newProducerId, nowMs);
            }
            case COMPLETE_COMMIT, COMPLETE_ABORT -> {
                if (!isCurrent && !isRepeated) {
                    yield Decision.refuse(Errors.PRODUCER_FENCED);
                }
                if (isRepeated) {
                    yield transaction.isCommit() == commit
                            ? Decision.nothingToDo()
                            : Decision.refuse(Errors.INVALID_TXN_STATE);
                }
                yield commit
                        ? Decision.refuse(Errors.INVALID_TXN_STATE)
                        : prepared(transaction, false, transactionVersion, newProducerId, nowMs);
            }
            case PREPARE_COMMIT, PREPARE_ABORT -> Decision.refuse(Errors.CONCURRENT_TRANSACTIONS);
        };
    }

    private static Decision prepared(
            TransactionMetadata transaction,
            boolean commit,
            int transactionVersion,
            LongSupplier newProducerId,
            long nowMs) {
        long nextProducerId = transaction.producer().isExhausted() ? newProducerId.getAsLong() : ProducerIdentity.NO_ID;
        return Decision.change(transaction.preparedWithEpochBump(commit, nextProducerId, nowMs, transactionVersion));
    }

    /**
     * The coordinator aborts an open transaction, because it took too long or a new producer has come; whoever wrote it
     * is fenced by the next epoch.
     *
     * @param hasEpochOfFailedFence whether an earlier fence took an epoch and could not be written: it is used now
     */
    static TransactionMetadata byCoordinator(
            TransactionMetadata transaction,
            boolean hasEpochOfFailedFence,
            int transactionVersion,
            LongSupplier newProducerId,
            long nowMs) {
        if (TransactionMetadata.bumpsEpochs(transactionVersion)) {
            long nextProducerId =
                    transaction.producer().isExhausted() ? newProducerId.getAsLong() : ProducerIdentity.NO_ID;
            return transaction.preparedWithEpochBump(false, nextProducerId, nowMs, transactionVersion);
        }
        return transaction
                .withEpochOfFailedFence(fencingEpoch(transaction, hasEpochOfFailedFence))
                .prepared(false, nowMs);
    }

    /** Returns the epoch that fences, which clients never get. */
    static short fencingEpoch(TransactionMetadata transaction, boolean hasEpochOfFailedFence) {
        short epoch = transaction.producer().epoch();
        return hasEpochOfFailedFence || epoch == Short.MAX_VALUE ? epoch : (short) (epoch + 1);
    }
}
