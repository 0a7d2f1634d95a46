package io.github.groupcoordinator.report;

/**
 * A stretch of time in which a group was in one state, as far as its events tell.
 *
 * @param cause why it began, short
 * @param detail a line that tells all
 */
record Phase(State state, String label, String cause, Place from, Place to, String detail) {
    /** What the group was doing. */
    enum State {
        REBALANCING,
        STABLE,
        EMPTY
    }
}
