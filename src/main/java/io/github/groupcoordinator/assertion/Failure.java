package io.github.groupcoordinator.assertion;

import io.github.groupcoordinator.event.EventLog;
import io.github.groupcoordinator.internal.text.Text;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** Why an assertion does not hold: what was expected, what is, and the story that led to it. */
record Failure(String message, Object expected, Object actual) {

    Failure {
        message = Text.lines(message);
        expected = expected instanceof String text ? Text.lines(text) : expected;
        actual = actual instanceof String text ? Text.lines(text) : actual;
    }

    /** Returns null if the two are equal. */
    static @Nullable Failure unlessEqual(@Nullable Object expected, @Nullable Object actual, String what, Story story) {
        return Objects.equals(expected, actual)
                ? null
                : of(what, String.valueOf(expected), String.valueOf(actual), story);
    }

    static Failure of(String what, Object expected, Object actual, Story story) {
        String message =
                "Expected " + what + "\n  expected: " + expected + "\n  actual:   " + actual + '\n' + story.tell();
        return new Failure(message.stripTrailing(), expected, actual);
    }

    /** Returns the same failure with members named as the test names them, where there is a log to tell how. */
    Failure inShort(@Nullable EventLog log) {
        return log == null ? this : new Failure(log.inShort(message), inShort(log, expected), inShort(log, actual));
    }

    private static Object inShort(EventLog log, Object value) {
        return value instanceof Number ? value : log.inShort(value.toString());
    }

    /**
     * Returns the error of those who use no AssertJ: opentest4j's, from which an IDE shows a diff, where it is present.
     *
     * @param assertion the class that asks for it, whose frames are left out of the trace
     */
    AssertionError toError(Class<?> assertion) {
        AssertionError error;
        try {
            error = Opentest4j.error(this);
        } catch (NoClassDefFoundError absent) {
            error = new AssertionError(message);
        }
        // The first line of the trace is the test's.
        StackTraceElement[] trace = error.getStackTrace();
        int first = 0;
        while (first < trace.length && isOurs(trace[first].getClassName(), assertion)) {
            first++;
        }
        if (first < trace.length) {
            error.setStackTrace(Arrays.copyOfRange(trace, first, trace.length));
        }
        return error;
    }

    private static boolean isOurs(String className, Class<?> assertion) {
        return className.startsWith(Failure.class.getName()) || className.equals(assertion.getName());
    }

    /** A class of its own, so that only its use needs opentest4j. */
    private static final class Opentest4j {
        static AssertionError error(Failure failure) {
            return new AssertionFailedError(failure.message, failure.expected, failure.actual);
        }
    }
}
