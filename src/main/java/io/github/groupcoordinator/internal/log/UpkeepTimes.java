package io.github.groupcoordinator.internal.log;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The times at which Kafka's background threads look after logs.
 *
 * @param startMs when the cluster was started
 * @param retentionCheckMs {@code log.retention.check.interval.ms}
 * @param initialDelayMs {@code log.initial.task.delay.ms}, before the first check of retention
 * @param cleanerBackoffMs {@code log.cleaner.backoff.ms}, between two looks of a cleaner that finds nothing to do
 * @param producers when producers are forgotten
 */
public record UpkeepTimes(
        long startMs, long retentionCheckMs, long initialDelayMs, long cleanerBackoffMs, ProducerExpiration producers) {

    /**
     * When a producer that has written nothing is forgotten.
     *
     * @param afterMs {@code producer.id.expiration.ms}
     * @param checkMs {@code producer.id.expiration.check.interval.ms}
     */
    public record ProducerExpiration(long afterMs, long checkMs) {}

    /** Returns when producers were looked at last, or a moment not after the start. */
    long lastProducerCheck(long nowMs) {
        return last(startMs, producers.checkMs(), nowMs);
    }

    /** Returns when retention was checked last, or a moment before the start. */
    long lastRetentionCheck(long nowMs) {
        return last(startMs + initialDelayMs, retentionCheckMs, nowMs);
    }

    /** Returns when logs were compacted last, or a moment before the start. */
    long lastCleaning(long nowMs) {
        return last(startMs, Math.max(1, cleanerBackoffMs), nowMs);
    }

    /** Returns the first cleaning after a moment, and those that follow the given moments, up to now and in order. */
    SortedSet<Long> cleanings(long afterMs, long nowMs, List<Long> moments) {
        SortedSet<Long> cleanings = new TreeSet<>();
        addFirstFrom(Math.max(afterMs + 1, startMs), nowMs, cleanings);
        for (long moment : moments) {
            if (moment > afterMs) {
                addFirstFrom(moment, nowMs, cleanings);
            }
        }
        return cleanings;
    }

    private void addFirstFrom(long fromMs, long nowMs, SortedSet<Long> cleanings) {
        long last = lastCleaning(fromMs);
        long first = last == fromMs ? last : last + Math.max(1, cleanerBackoffMs);
        if (first <= nowMs) {
            cleanings.add(first);
        }
    }

    private static long last(long firstMs, long intervalMs, long nowMs) {
        return firstMs + Math.floorDiv(nowMs - firstMs, intervalMs) * intervalMs;
    }
}
