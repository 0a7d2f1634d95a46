package io.github.groupcoordinator.internal.schedule;

/** Virtual time as text, the same in every message of this library. */
public final class VirtualTimes {
    private VirtualTimes() {}

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
