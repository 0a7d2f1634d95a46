package io.github.groupcoordinator.internal.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.jspecify.annotations.Nullable;

/**
 * The producers of a partition: the epoch and the last five batches of each, and the beginning of its open transaction.
 */
final class ProducerStates {
    /** A client may have five requests in flight: any of them can come again. */
    private static final int BATCHES_TO_RETAIN = 5;

    private static final long NO_TRANSACTION = -1L;

    /** From this version of transactions on, every transaction has an epoch of its own (KIP-890). */
    private static final int FIRST_VERSION_WITH_EPOCH_BUMP = 2;

    record BatchMetadata(int firstSequence, int lastSequence, long baseOffset, long lastOffset, long timestamp) {}

    /** The lowest sequence that asked to begin a transaction: until it is in, none above it may be. */
    private record Verification(int lowestSequence, short epoch, boolean supportsEpochBump, long sinceMs) {}

    private static final class State {
        private short epoch = BatchHeader.NO_PRODUCER_EPOCH;
        private int coordinatorEpoch = -1;
        private long lastTimestamp = BatchHeader.NO_TIMESTAMP;
        private long transactionFirstOffset = NO_TRANSACTION;
        private final Deque<BatchMetadata> batches = new ArrayDeque<>();

        State copy() {
            State copy = new State();
            copy.epoch = epoch;
            copy.coordinatorEpoch = coordinatorEpoch;
            copy.lastTimestamp = lastTimestamp;
            copy.transactionFirstOffset = transactionFirstOffset;
            copy.batches.addAll(batches);
            return copy;
        }

        int lastSequence() {
            return batches.isEmpty()
                    ? BatchHeader.NO_SEQUENCE
                    : batches.getLast().lastSequence();
        }

        boolean hasTransaction() {
            return transactionFirstOffset != NO_TRANSACTION;
        }

        void enter(short newEpoch) {
            if (epoch != newEpoch) {
                batches.clear();
                epoch = newEpoch;
            }
        }
    }

    private final String partition;
    private final TreeMap<Long, State> states = new TreeMap<>();
    private final Map<Long, Verification> verifications = new TreeMap<>();

    /** The offsets at which open transactions began, of all producers. */
    private final TreeSet<Long> openTransactions = new TreeSet<>();

    ProducerStates(String partition) {
        this.partition = partition;
    }

    /** Returns the same, but for who asks to begin a transaction: only the leader that was asked knows that. */
    ProducerStates copy() {
        ProducerStates copy = new ProducerStates(partition);
        states.forEach((producerId, state) -> copy.states.put(producerId, state.copy()));
        copy.openTransactions.addAll(openTransactions);
        return copy;
    }

    /** Returns the batch that this one repeats, or null. */
    @Nullable
    BatchMetadata duplicateOf(BatchHeader batch) {
        State state = states.get(batch.producerId());
        if (state == null || state.epoch != batch.producerEpoch()) {
            return null;
        }
        for (BatchMetadata known : state.batches) {
            if (known.firstSequence() == batch.baseSequence() && known.lastSequence() == batch.lastSequence()) {
                return known;
            }
        }
        return null;
    }

    private boolean hasOngoingTransaction(long producerId, short epoch) {
        State state = states.get(producerId);
        return state != null && state.hasTransaction() && state.epoch == epoch;
    }

    /** Notes that a producer asks to write within a transaction; returns whether that would begin it here. */
    boolean startVerification(long producerId, short epoch, int sequence, boolean supportsEpochBump, long nowMs) {
        State state = states.get(producerId);
        if (state != null && epoch < state.epoch) {
            throw new InvalidProducerEpochException("Epoch of producer " + producerId + " is " + epoch
                    + ", which is smaller than the last seen epoch " + state.epoch + " in " + partition);
        }
        if (hasOngoingTransaction(producerId, epoch)) {
            return false;
        }
        Verification known = verifications.get(producerId);
        if (known == null) {
            verifications.put(producerId, new Verification(sequence, epoch, supportsEpochBump, nowMs));
        } else if (epoch > known.epoch() || epoch == known.epoch() && sequence < known.lowestSequence()) {
            verifications.put(
                    producerId, new Verification(sequence, epoch, known.supportsEpochBump(), known.sinceMs()));
        }
        return true;
    }

    void forgetVerifications() {
        verifications.clear();
    }

    /** Checks that a transactional batch belongs to a transaction that the transaction coordinator knows of. */
    void requireTransaction(BatchHeader batch, boolean mayBegin) {
        if (hasOngoingTransaction(batch.producerId(), batch.producerEpoch())) {
            return;
        }
        State state = states.get(batch.producerId());
        if (state != null && batch.producerEpoch() < state.epoch) {
            throw staleEpoch(batch, state.epoch);
        }
        if (!mayBegin) {
            throw new InvalidTxnStateException("Record was not part of an ongoing transaction: producer "
                    + batch.producerId() + " with epoch " + batch.producerEpoch() + " in " + partition);
        }
    }

    /**
     * Checks that a batch may follow what its producer wrote before. A producer that is not known may begin with any
     * sequence: its earlier records may have been deleted. Hence UNKNOWN_PRODUCER_ID is never answered, as in Kafka.
     */
    void validate(BatchHeader batch) {
        validateEpoch(batch);
        State state = states.get(batch.producerId());
        checkVerification(batch, state);
        checkSequence(batch, state);
        if (state != null && state.hasTransaction() && !batch.isTransactional()) {
            throw new InvalidTxnStateException("Expected transactional write from producer " + batch.producerId()
                    + " at offset " + batch.baseOffset() + " in partition " + partition);
        }
    }

    /** Checks the epoch alone, which is all that a coordinator's own transactional records are asked for. */
    void validateEpoch(BatchHeader batch) {
        State state = states.get(batch.producerId());
        short seen = state == null ? BatchHeader.NO_PRODUCER_EPOCH : state.epoch;
        if (batch.producerEpoch() < seen) {
            throw staleEpoch(batch, seen);
        }
    }

    private void checkVerification(BatchHeader batch, @Nullable State state) {
        Verification verification = verifications.get(batch.producerId());
        if (verification == null) {
            return;
        }
        int sequence = batch.baseSequence();
        boolean isEmpty = state == null || state.batches.isEmpty();
        if (verification.supportsEpochBump() && sequence != 0 && isEmpty) {
            throw new OutOfOrderSequenceException(outOfOrder("Invalid sequence number", batch)
                    + " (incoming seq. number). Expected sequence 0 for transactions v2 idempotent producer with no"
                    + " existing state.");
        }
        if (sequence > verification.lowestSequence()) {
            throw new OutOfOrderSequenceException(outOfOrder("Out of order sequence number", batch)
                    + " (incoming seq. number), " + verification.lowestSequence() + " (earliest seen sequence)");
        }
    }

    private void checkSequence(BatchHeader batch, @Nullable State state) {
        if (state == null) {
            return;
        }
        int sequence = batch.baseSequence();
        if (batch.producerEpoch() > state.epoch) {
            if (sequence != 0) {
                throw new OutOfOrderSequenceException("Invalid sequence number for new epoch of producer "
                        + batch.producerId() + " at offset " + batch.baseOffset() + " in partition " + partition + ": "
                        + batch.producerEpoch() + " (request epoch), " + sequence + " (seq. number), " + state.epoch
                        + " (current producer epoch)");
            }
            return;
        }
        int last = state.lastSequence();
        if (sequence != last + 1L && !(sequence == 0 && last == Integer.MAX_VALUE)) {
            throw new OutOfOrderSequenceException(outOfOrder("Out of order sequence number", batch)
                    + " (incoming seq. number), " + last + " (current end sequence number)");
        }
    }

    private String outOfOrder(String what, BatchHeader batch) {
        return what + " for producer " + batch.producerId() + " at offset " + batch.baseOffset() + " in partition "
                + partition + ": " + batch.baseSequence();
    }

    private InvalidProducerEpochException staleEpoch(BatchHeader batch, short epoch) {
        return new InvalidProducerEpochException("Epoch of producer " + batch.producerId() + " at offset "
                + batch.baseOffset() + " in " + partition + " is " + batch.producerEpoch()
                + ", which is smaller than the last seen epoch " + epoch);
    }

    /** Remembers a batch that was appended. */
    void appended(BatchHeader batch) {
        State state = states.computeIfAbsent(batch.producerId(), id -> new State());
        state.enter(batch.producerEpoch());
        if (state.batches.size() == BATCHES_TO_RETAIN) {
            state.batches.removeFirst();
        }
        state.batches.addLast(new BatchMetadata(
                batch.baseSequence(),
                batch.lastSequence(),
                batch.baseOffset(),
                batch.lastOffset(),
                batch.maxTimestamp()));
        state.lastTimestamp = batch.maxTimestamp();
        if (batch.isTransactional()) {
            if (!state.hasTransaction()) {
                state.transactionFirstOffset = batch.baseOffset();
                openTransactions.add(batch.baseOffset());
            }
            verifications.remove(batch.producerId());
        }
    }

    /** Checks that the marker comes from the producer's present coordinator and is not out of date. */
    void validateMarker(TransactionMarker marker, long offset) {
        State known = states.get(marker.producerId());
        // Of a producer that is not known the log remembers what a new one begins with.
        State state = known == null ? new State() : known;
        boolean bumps = marker.transactionVersion() >= FIRST_VERSION_WITH_EPOCH_BUMP;
        boolean isStale = bumps ? marker.producerEpoch() <= state.epoch : marker.producerEpoch() < state.epoch;
        // A marker that was written before, and is written again because nobody heard of it, does no harm.
        boolean isRepeated = bumps
                && marker.producerEpoch() == state.epoch
                && (!state.hasTransaction() || marker.producerEpoch() == Short.MAX_VALUE);
        if (isStale && !isRepeated) {
            throw new InvalidProducerEpochException("Epoch of producer " + marker.producerId() + " at offset " + offset
                    + " in " + partition + " is " + marker.producerEpoch() + ", which is " + (bumps ? "<=" : "<")
                    + " the last seen epoch " + state.epoch + " (TV" + marker.transactionVersion() + ")");
        }
        if (state.coordinatorEpoch > marker.coordinatorEpoch()) {
            throw new TransactionCoordinatorFencedException("Invalid coordinator epoch for producerId "
                    + marker.producerId() + " at offset " + offset + " in partition " + partition + ": "
                    + marker.coordinatorEpoch() + " (zombie), " + state.coordinatorEpoch + " (current)");
        }
    }

    /**
     * Remembers a marker that was appended.
     *
     * @return where the transaction that it ends began, or -1 if there was none
     */
    long ended(TransactionMarker marker, long timestampMs) {
        State state = states.computeIfAbsent(marker.producerId(), id -> new State());
        long began = state.transactionFirstOffset;
        state.enter(marker.producerEpoch());
        state.coordinatorEpoch = marker.coordinatorEpoch();
        state.transactionFirstOffset = NO_TRANSACTION;
        openTransactions.remove(began);
        state.lastTimestamp = timestampMs;
        Verification verification = verifications.get(marker.producerId());
        boolean isForTheNext = verification != null
                && verification.supportsEpochBump()
                && verification.epoch() == marker.producerEpoch();
        if (!isForTheNext) {
            verifications.remove(marker.producerId());
        }
        return began;
    }

    /** Forgets producers that have written nothing since, or have only asked to; who has a transaction open stays. */
    void expire(long idleSinceMs) {
        verifications.values().removeIf(verification -> verification.sinceMs() <= idleSinceMs);
        states.values().removeIf(state -> !state.hasTransaction() && state.lastTimestamp <= idleSinceMs);
    }

    /** Forgets producers that the others do not know, either. */
    void retain(ProducerStates others) {
        states.keySet().retainAll(others.states.keySet());
    }

    /** Returns the first offset of the oldest open transaction, or -1 if none is open. */
    long firstUnstableOffset() {
        return openTransactions.isEmpty() ? NO_TRANSACTION : openTransactions.first();
    }

    /** Returns the producers in order of their ids. */
    List<ActiveProducer> active() {
        List<ActiveProducer> active = new ArrayList<>();
        states.forEach((producerId, state) -> active.add(new ActiveProducer(
                producerId,
                state.epoch,
                state.lastSequence(),
                state.lastTimestamp,
                state.coordinatorEpoch,
                state.transactionFirstOffset)));
        return active;
    }
}
