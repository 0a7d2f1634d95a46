package io.github.groupcoordinator.internal.coordinator.transaction;

import io.github.groupcoordinator.internal.coordinator.CoordinatorTimers;
import io.github.groupcoordinator.internal.schedule.Timers;

/**
 * The timers of transactional ids: a transaction takes too long, an id is forgotten, markers are still missing. Kafka
 * looks for such at intervals from the start of its node on; here a timer is armed for the very look that will find
 * one, so that a clock without anything to wait for shows that.
 */
final class TransactionTimers {
    private final TransactionConfig config;
    private final Timers timers;
    private final long startMs;
    private final CoordinatorTimers<Key, Runnable> armed;

    /** The thing that a timer waits for. */
    private enum Kind {
        TIMEOUT,
        EXPIRATION,
        MARKERS
    }

    /** The name of a timer, with a phrase for a person who asks what is being waited for. */
    private record Key(Kind kind, String transactionalId) {
        @Override
        public String toString() {
            return switch (kind) {
                case TIMEOUT -> "timeout of transaction " + transactionalId;
                case EXPIRATION -> "expiration of transactional id " + transactionalId;
                case MARKERS -> "markers of transaction " + transactionalId;
            };
        }
    }

    TransactionTimers(TransactionConfig config, Timers timers, long startMs) {
        this.config = config;
        this.timers = timers;
        this.startMs = startMs;
        this.armed = new CoordinatorTimers<>(timers, (key, task) -> task.run());
    }

    /** Runs the task at the first look that finds the transaction older than its timeout. */
    void awaitTimeout(TransactionMetadata transaction, Runnable task) {
        long lastMs = transaction.startMs() + transaction.timeoutMs();
        disarm(transaction.transactionalId());
        armed.armAt(
                new Key(Kind.TIMEOUT, transaction.transactionalId()),
                firstLook(Math.max(lastMs, timers.nowMs()) + 1, config.abortIntervalMs()),
                task);
    }

    /** Runs the task at the first look that finds the transactional id unused for as long as ids are remembered. */
    void awaitExpiration(TransactionMetadata transaction, Runnable task) {
        long expiredMs = transaction.lastUpdateMs() + config.expirationMs();
        disarm(transaction.transactionalId());
        armed.armAt(
                new Key(Kind.EXPIRATION, transaction.transactionalId()),
                firstLook(Math.max(expiredMs, timers.nowMs() + 1), config.expirationIntervalMs()),
                task);
    }

    /** Runs the task when the markers that are missing are to be tried again. */
    void awaitMarkers(String transactionalId, long delayMs, Runnable task) {
        armed.arm(new Key(Kind.MARKERS, transactionalId), delayMs, task);
    }

    private long firstLook(long notBeforeMs, long intervalMs) {
        long looks = Math.max(1, (notBeforeMs - startMs + intervalMs - 1) / intervalMs);
        return startMs + looks * intervalMs;
    }

    /** Waits neither for the transaction's timeout nor for the id's expiration any more. */
    void disarm(String transactionalId) {
        armed.disarm(new Key(Kind.TIMEOUT, transactionalId));
        armed.disarm(new Key(Kind.EXPIRATION, transactionalId));
    }

    void disarmAll() {
        armed.disarmAll();
    }
}
