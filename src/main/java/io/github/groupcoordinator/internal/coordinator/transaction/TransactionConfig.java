package io.github.groupcoordinator.internal.coordinator.transaction;

/**
 * The broker properties that the transaction coordinator reads.
 *
 * @param partitions {@code transaction.state.log.num.partitions}
 * @param maxTimeoutMs {@code transaction.max.timeout.ms}
 * @param abortIntervalMs {@code transaction.abort.timed.out.transaction.cleanup.interval.ms}
 * @param expirationMs {@code transactional.id.expiration.ms}
 * @param expirationIntervalMs {@code transaction.remove.expired.transaction.cleanup.interval.ms}
 * @param transactionVersion the finalized level of the feature {@code transaction.version}: 0 and 1 are the original
 *     protocol, 2 is that of KIP-890
 */
public record TransactionConfig(
        int partitions,
        int maxTimeoutMs,
        long abortIntervalMs,
        long expirationMs,
        long expirationIntervalMs,
        int transactionVersion) {}
