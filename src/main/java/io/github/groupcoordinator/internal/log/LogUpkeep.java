package io.github.groupcoordinator.internal.log;

/**
 * The topic properties that say what goes from a log, and when.
 *
 * @param segmentBytes {@code segment.bytes}
 * @param segmentMs {@code segment.ms}
 * @param deletes whether {@code cleanup.policy} names delete
 * @param retentionMs {@code retention.ms}; -1 for ever
 * @param retentionBytes {@code retention.bytes}; -1 without bound
 * @param compaction what compaction goes by, if {@code cleanup.policy} names compact
 */
public record LogUpkeep(
        long segmentBytes,
        long segmentMs,
        boolean deletes,
        long retentionMs,
        long retentionBytes,
        Compaction compaction) {
    private static final long SEVEN_DAYS_MS = 7L * 24 * 60 * 60 * 1_000;

    /**
     * The configuration that compaction goes by.
     *
     * @param minCleanableRatio {@code min.cleanable.dirty.ratio}
     * @param deleteRetentionMs {@code delete.retention.ms}
     * @param minLagMs {@code min.compaction.lag.ms}
     * @param maxLagMs {@code max.compaction.lag.ms}
     */
    public record Compaction(double minCleanableRatio, long deleteRetentionMs, long minLagMs, long maxLagMs) {}

    /** Returns Kafka's own defaults. */
    public static LogUpkeep defaults() {
        return new LogUpkeep(
                1_073_741_824L,
                SEVEN_DAYS_MS,
                true,
                SEVEN_DAYS_MS,
                -1L,
                new Compaction(0.5, 86_400_000L, 0L, Long.MAX_VALUE));
    }
}
