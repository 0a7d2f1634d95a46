package io.github.groupcoordinator.internal.log;

/**
 * The topic properties that a log reads.
 *
 * @param maxMessageBytes {@code max.message.bytes}
 * @param logAppendTime {@code message.timestamp.type} is LogAppendTime
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}
 * @param compacted whether {@code cleanup.policy} names compact: then records need keys
 */
public record LogConfig(
        int maxMessageBytes,
        boolean logAppendTime,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        boolean compacted) {

    /** Returns Kafka's own defaults. */
    public static LogConfig defaults() {
        return new LogConfig(1_048_588, false, Long.MAX_VALUE, 3_600_000L, false);
    }
}
