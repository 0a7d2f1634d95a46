package io.github.groupcoordinator.internal.thread;

/**
 * The end of a thread of the application that was inside a client when its cluster was closed. An error, because
 * applications catch exceptions in the loops in which they poll.
 */
final class ClusterClosedError extends Error {
    private static final long serialVersionUID = 1L;

    ClusterClosedError(String call) {
        super("The in-memory cluster was closed while this thread was inside " + call, null, false, false);
    }
}
