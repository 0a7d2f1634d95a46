package io.github.groupcoordinator.internal.group;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The time that something awaited has left, as a test is told it. */
public final class Remaining {

    private Remaining() {}

    /** Returns a phrase to end a sentence with; nothing if there is no bound. */
    public static String text(@Nullable Long remainingMs) {
        // Not String.format: awaitStable asks at each step, and a new JVM has to load a formatter for it.
        return remainingMs == null
                ? ""
                : ", for " + BigDecimal.valueOf(remainingMs, 3).toPlainString() + " s at most";
    }
}
