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

    /** Acts once. Must change {@link #nextDeadlineMs} or the loop reports that time stands still. */
    void act(long nowMs);
}
