package io.github.groupcoordinator.internal.share;

import org.jspecify.annotations.Nullable;

/** The waiter for an operation that needs the persister. */
public interface Completion {

    /** Hears that it is done; null if it went well. */
    void completed(@Nullable ShareFailure failure);
}
