package io.github.groupcoordinator.internal.schedule;

/**
 * Something that acts by itself when its own deadline comes, and whose deadline can change at any moment because it is
 * derived from state that is not ours: a client's heartbeat, a client's I/O thread.
 */
public interface Actor {

    /** No deadline: nothing to do until somebody else acts. */
    long NEVER = Long.MAX_VALUE;

    /** Returns who it is, for messages, for example {@code "heartbeat of consumer billing-1"}. */
    String name();

    /** Returns when it wants to act; a value that has passed means now, {@link #NEVER} means not at all. */
    long nextDeadlineMs(long nowMs);

    /**
     * Says what is to be run, on any thread, after everything that may have changed the deadline.
     *
     * @return whether it will be: an actor that does not tell is asked at every step
     */
    default boolean tells(Runnable changed) {
        return false;
    }

    /** Returns whether the deadline changes by nothing but what is told: not while somebody is inside of it. */
    default boolean isSettled() {
        return true;
    }

    /** Acts once. Must change {@link #nextDeadlineMs} or the loop reports that time stands still. */
    void act(long nowMs);
}
