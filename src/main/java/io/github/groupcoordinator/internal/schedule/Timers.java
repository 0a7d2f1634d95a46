package io.github.groupcoordinator.internal.schedule;

/** Time as the broker side may know it: the current virtual millisecond, and one-shot timers. */
public interface Timers {

    /** Returns the current virtual time in milliseconds since the epoch. */
    long nowMs();

    /**
     * Runs a task when the clock reaches the deadline; timers of the same millisecond run in the order in which they
     * were scheduled. A deadline that has passed falls due at once (but is never run from within this call).
     *
     * @param what its text is shown when a test asks what the cluster is waiting for, as {@code "session of
     *     billing-1"}; an object that makes the text when asked costs less
     */
    Timer schedule(long deadlineMs, Object what, Runnable task);

    /** A timer that can be cancelled. */
    interface Timer {
        long deadlineMs();

        /** Returns false if it has run or was cancelled before. */
        boolean cancel();

        /**
         * Moves a timer that is still armed to another deadline, as if it were cancelled and scheduled anew; cheap
         * where the new deadline is later, as that of a session which each heartbeat renews.
         *
         * @return false if it has run or was cancelled before, so that it can't be moved
         */
        boolean reschedule(long deadlineMs);
    }
}
