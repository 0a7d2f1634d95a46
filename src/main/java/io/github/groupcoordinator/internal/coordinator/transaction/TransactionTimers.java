package io.github.groupcoordinator.internal.coordinator.transaction;

import io.github.groupcoordinator.internal.schedule.Timers;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The timers by which transactions time out and transactional ids are forgotten. Kafka looks for such at intervals from
 * the start of its node on; here a timer is armed for the very look that will find one, so that a clock without
 * anything to wait for shows that.
 */
final class TransactionTimers {
    private final TransactionConfig config;
    private final Timers timers;
    private final long startMs;
    private final SortedMap<String, Timers.Timer> armed = new TreeMap<>();

    TransactionTimers(TransactionConfig config, Timers timers, long startMs) {
        this.config = config;
        this.timers = timers;
        this.startMs = startMs;
    }

    /** Runs the task at the first look that finds the transaction older than its timeout. */
    void awaitTimeout(TransactionMetadata transaction, Runnable task) {
        long lastMs = transaction.startMs() + transaction.timeoutMs();
        arm(
                transaction.transactionalId(),
                firstLook(Math.max(lastMs, timers.nowMs()) + 1, config.abortIntervalMs()),
                "timeout of transaction " + transaction.transactionalId(),
                task);
    }

    /** Runs the task at the first look that finds the transactional id unused for as long as ids are remembered. */
    void awaitExpiration(TransactionMetadata transaction, Runnable task) {
        long expiredMs = transaction.lastUpdateMs() + config.expirationMs();
        arm(
                transaction.transactionalId(),
                firstLook(Math.max(expiredMs, timers.nowMs() + 1), config.expirationIntervalMs()),
                "expiration of transactional id " + transaction.transactionalId(),
                task);
    }

    private long firstLook(long notBeforeMs, long intervalMs) {
        long looks = Math.max(1, (notBeforeMs - startMs + intervalMs - 1) / intervalMs);
        return startMs + looks * intervalMs;
    }

    private void arm(String transactionalId, long deadlineMs, String what, Runnable task) {
        cancel(transactionalId);
        armed.put(transactionalId, timers.schedule(deadlineMs, what, task));
    }

    void cancel(String transactionalId) {
        Timers.Timer timer = armed.remove(transactionalId);
        if (timer != null) {
            timer.cancel();
        }
    }

    void cancelAll() {
        armed.values().forEach(Timers.Timer::cancel);
        armed.clear();
    }
}
