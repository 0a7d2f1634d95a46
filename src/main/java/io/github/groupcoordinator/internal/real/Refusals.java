package io.github.groupcoordinator.internal.real;

import io.github.groupcoordinator.real.NotPortableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a test that a real cluster has no answer to. The first one is remembered: whatever the test makes of the
 * exception, what it claims afterwards is not about a real cluster any more.
 */
final class Refusals {
    private final AtomicReference<@Nullable NotPortableException> first = new AtomicReference<>();
    private final Duration longestWait;

    Refusals(Duration longestWait) {
        this.longestWait = longestWait;
    }

    /** Returns the exception to throw. */
    NotPortableException notPortable(String call, String why) {
        NotPortableException refusal = new NotPortableException(call, why);
        first.compareAndSet(null, refusal);
        return refusal;
    }

    /** Returns the exception to throw for a wait that is too long. */
    NotPortableException tooLong(String call, Duration asked) {
        return notPortable(
                call + "(" + asked + ")",
                "it would wait for more than " + longestWait + " of real time, which is the longest wait of this run");
    }

    /** Refuses a wait that is too long. */
    void requireBearable(String call, Duration asked) {
        if (asked.compareTo(longestWait) > 0) {
            throw tooLong(call, asked);
        }
    }

    Duration longestWait() {
        return longestWait;
    }

    /** Throws the first refusal, once. */
    void throwIfAny() {
        NotPortableException refusal = first.getAndSet(null);
        if (refusal != null) {
            throw refusal;
        }
    }
}
