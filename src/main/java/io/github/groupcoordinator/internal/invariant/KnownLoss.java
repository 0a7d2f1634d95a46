package io.github.groupcoordinator.internal.invariant;

/** The losses that Kafka 4.3.1 itself has in share groups; the watch lets them pass, each where its name stands. */
enum KnownLoss {
    /**
     * With {@code share.auto.offset.reset=latest} or by_duration the place to begin is found anew by each load, until
     * something has been stored: what was acquired before and not acknowledged is skipped.
     */
    BEGINNING_FOUND_ANEW,
    /**
     * Archiving for the sake of the log, of a transaction or of a lock that ran out, and the movement of the start
     * offset over such records and over gaps, are stored only with the next acknowledgement: a load falls behind them.
     */
    NOT_STORED_YET,
    /** An acknowledgement may have been stored though its answer was lost: a load knows of it, and nobody was told. */
    STORED_UNHEARD,
    /** Locks are not stored: after a load another member may have the records, too. */
    LOCKS_FORGOTTEN
}
