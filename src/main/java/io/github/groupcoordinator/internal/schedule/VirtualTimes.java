package io.github.groupcoordinator.internal.schedule;

import java.time.Duration;
import java.time.Instant;

/** Virtual time as text, the same in every message of this library. */
public final class VirtualTimes {
    /** Kafka counts milliseconds from here. */
    private static final Instant FIRST_START = Instant.EPOCH;

    /** So late that all timeouts of a run fit behind it, and any date that a test can mean before it. */
    private static final Instant LAST_START = Instant.parse("9999-12-31T23:59:59.999Z");

    private VirtualTimes() {}

    /**
     * Returns an instant at which a clock can start.
     *
     * @throws IllegalArgumentException if it is before 1970 or after 9999
     */
    public static Instant requireStart(Instant startTime) {
        if (startTime.isBefore(FIRST_START) || startTime.isAfter(LAST_START)) {
            throw new IllegalArgumentException("Virtual time starts from " + FIRST_START + " to " + LAST_START
                    + ", since Kafka counts milliseconds from 1970, but the start time is " + startTime);
        }
        return startTime;
    }

    /** Returns a duration in milliseconds, {@link Long#MAX_VALUE} if it has more than can be counted. */
    static long requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Virtual time never runs backwards: " + duration);
        }
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }

    static long saturatedAdd(long baseMs, long deltaMs) {
        return deltaMs > Long.MAX_VALUE - baseMs ? Long.MAX_VALUE : baseMs + deltaMs;
    }

    /** Returns the elapsed milliseconds as {@code 00:00:45.000}; hours grow beyond two digits. */
    public static String format(long elapsedMs) {
        if (elapsedMs < 0) {
            return "-" + format(-elapsedMs);
        }
        long seconds = elapsedMs / 1000;
        return pad(seconds / 3600, 2) + ":" + pad(seconds / 60 % 60, 2) + ":" + pad(seconds % 60, 2) + "."
                + pad(elapsedMs % 1000, 3);
    }

    // String.format is slow and depends on the default locale's digits.
    private static String pad(long value, int width) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
