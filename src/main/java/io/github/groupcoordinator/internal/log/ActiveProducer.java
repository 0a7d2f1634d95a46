package io.github.groupcoordinator.internal.log;

/**
 * What a partition remembers of a producer; what there is none of is -1.
 *
 * @param coordinatorEpoch the epoch of the transaction coordinator that wrote the last marker
 * @param transactionFirstOffset where the open transaction began
 */
public record ActiveProducer(
        long producerId,
        short producerEpoch,
        int lastSequence,
        long lastTimestamp,
        int coordinatorEpoch,
        long transactionFirstOffset) {}
