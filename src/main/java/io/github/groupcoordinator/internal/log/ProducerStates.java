package io.github.groupcoordinator.internal.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.jspecify.annotations.Nullable;

/**
 * What a partition knows of its idempotent producers: the epoch and the last five batches of each. Producers do not
 * expire.
 */
final class ProducerStates {
    /** A client may have five requests in flight: any of them can come again. */
    private static final int BATCHES_TO_RETAIN = 5;

    record BatchMetadata(int firstSequence, int lastSequence, long baseOffset, long lastOffset, long timestamp) {}

    private static final class State {
        private short epoch = BatchHeader.NO_PRODUCER_EPOCH;
        private final Deque<BatchMetadata> batches = new ArrayDeque<>();
    }

    private final Map<Long, State> states = new TreeMap<>();

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

    /**
     * Checks that a batch may follow what its producer wrote before. A producer that is not known may begin with any
     * sequence: its earlier records may have been deleted. Hence UNKNOWN_PRODUCER_ID is never answered, as in Kafka.
     */
    void validate(BatchHeader batch, String partition) {
        State state = states.get(batch.producerId());
        if (state == null) {
            return;
        }
        if (batch.producerEpoch() < state.epoch) {
            throw new InvalidProducerEpochException("Epoch of producer " + batch.producerId() + " at offset "
                    + batch.baseOffset() + " in " + partition + " is " + batch.producerEpoch()
                    + ", which is smaller than the last seen epoch " + state.epoch);
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
        int last = state.batches.getLast().lastSequence();
        if (sequence != last + 1L && !(sequence == 0 && last == Integer.MAX_VALUE)) {
            throw new OutOfOrderSequenceException("Out of order sequence number for producer " + batch.producerId()
                    + " at offset " + batch.baseOffset() + " in partition " + partition + ": " + sequence
                    + " (incoming seq. number), " + last + " (current end sequence number)");
        }
    }

    /** Remembers a batch that was appended. */
    void appended(BatchHeader batch) {
        State state = states.computeIfAbsent(batch.producerId(), id -> new State());
        if (state.epoch != batch.producerEpoch()) {
            state.batches.clear();
            state.epoch = batch.producerEpoch();
        }
        if (state.batches.size() == BATCHES_TO_RETAIN) {
            state.batches.removeFirst();
        }
        state.batches.addLast(new BatchMetadata(
                batch.baseSequence(),
                batch.lastSequence(),
                batch.baseOffset(),
                batch.lastOffset(),
                batch.maxTimestamp()));
    }
}
