package io.github.groupcoordinator.junit5.internal;

import io.github.groupcoordinator.real.NotPortableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** The part of the extension that aborts tests which ask a real cluster what it can't answer. */
public interface AbortedOnRealClusters extends TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    /** Returns what a test asked of its cluster that it can't answer, once; null if there is nothing. */
    @Nullable
    NotPortableException refusal(ExtensionContext context);

    @Override
    default void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw abortedOr(context, thrown);
    }

    @Override
    default void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw abortedOr(context, thrown);
    }

    @Override
    default void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw abortedOr(context, thrown);
    }

    @Override
    default void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw abortedOr(context, thrown);
    }

    @Override
    default void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw abortedOr(context, thrown);
    }

    /** A test that was refused and went on claims nothing about a real cluster any more, however it ends. */
    private Throwable abortedOr(ExtensionContext context, Throwable thrown) {
        NotPortableException refusal = RealClusters.refusalIn(thrown);
        if (refusal == null) {
            refusal = refusal(context);
        }
        return refusal == null ? thrown : RealClusters.aborted(refusal);
    }
}
