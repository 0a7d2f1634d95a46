package io.github.groupcoordinator.internal.log;

/**
 * The topic properties that a log reads.
 *
 * @param maxMessageBytes {@code max.message.bytes}
 * @param logAppendTime {@code message.timestamp.type} is LogAppendTime
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}
 * @param compacted whether {@code cleanup.policy} names compact: then records need keys
 * @param upkeep what goes from the log, and when
 */
public record LogConfig(
        int maxMessageBytes,
        boolean logAppendTime,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        boolean compacted,
        LogUpkeep upkeep) {

    /** Makes a configuration with Kafka's own defaults for what goes from the log. */
    public LogConfig(
            int maxMessageBytes,
            boolean logAppendTime,
            long timestampBeforeMaxMs,
            long timestampAfterMaxMs,
            boolean compacted) {
        this(
                maxMessageBytes,
                logAppendTime,
                timestampBeforeMaxMs,
                timestampAfterMaxMs,
                compacted,
                LogUpkeep.defaults());
    }

    /** Returns Kafka's own defaults. */
    public static LogConfig defaults() {
        return new LogConfig(1_048_588, false, Long.MAX_VALUE, 3_600_000L, false);
    }
}
