package io.github.groupcoordinator.internal.log;

/**
 * A producer as a partition remembers it; -1 stands for what it has none of.
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
