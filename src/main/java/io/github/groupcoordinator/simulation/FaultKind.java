package io.github.groupcoordinator.simulation;

import org.apiguardian.api.API;

/**
 * The kind of a simulated fault: its effect on a request of a consumer or a producer, on the client that sent it, or on
 * the broker that serves it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum FaultKind {
    /** The request is answered with an error that passes, and is not applied. */
    RESPOND("respond", Argument.ERROR, false),
    /** The connection is closed instead of an answer. */
    DISCONNECT("disconnect", Argument.NONE, false),
    /** The request arrives later. */
    DELAY("delay", Argument.MILLISECONDS, false),
    /** The request never arrives. */
    DROP("drop", Argument.NONE, false),
    /** The request is applied, but its answer never arrives. */
    LOSE_RESPONSE("loseResponse", Argument.NONE, false),
    /** The worker that sent the request crashes before it is applied, and is restarted after a while. */
    CRASH_BEFORE("crashBefore", Argument.MILLISECONDS, true),
    /** The worker that sent the request crashes when it has been applied, and is restarted after a while. */
    CRASH_AFTER("crashAfter", Argument.MILLISECONDS, true),
    /** The worker that sent the request stands still for a while, heartbeats included. */
    PAUSE("pause", Argument.MILLISECONDS, true),
    /** No packet of the sender gets through for a while. */
    PARTITION("partition", Argument.MILLISECONDS, false),
    /**
     * The coordinator that the request is sent to, of a group or of a transaction, fails over when the request arrives:
     * who has sent it has to look for the new one.
     */
    FAILOVER("failover", Argument.NONE, false);

    enum Argument {
        NONE,
        ERROR,
        MILLISECONDS
    }

    private final String word;
    private final Argument argument;
    private final boolean ofWorkersOnly;

    FaultKind(String word, Argument argument, boolean ofWorkersOnly) {
        this.word = word;
        this.argument = argument;
        this.ofWorkersOnly = ofWorkersOnly;
    }

    /** Returns how it is written in a replay. */
    String word() {
        return word;
    }

    Argument argument() {
        return argument;
    }

    /** Returns whether only requests of workers count for it, since nobody could restart another client. */
    public boolean isOfWorkersOnly() {
        return ofWorkersOnly;
    }
}
