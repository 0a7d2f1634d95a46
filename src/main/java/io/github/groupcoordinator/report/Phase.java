package io.github.groupcoordinator.report;

/**
 * A stretch of time in which a group was in one state, as far as its events tell.
 *
 * @param cause why it began, short
 * <p>What happened where it begins is told by the mark there.
 */
record Phase(State state, String label, String cause, Place from, Place to) {
    /** The thing that the group was doing. */
    enum State {
        REBALANCING,
        STABLE,
        EMPTY
    }

    String title() {
        return cause.isEmpty() ? label : label + ": " + cause;
    }
}
