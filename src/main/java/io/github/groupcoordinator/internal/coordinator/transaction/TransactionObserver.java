package io.github.groupcoordinator.internal.coordinator.transaction;

/** Is told what becomes of transactions, for the event log. */
public interface TransactionObserver {

    /** The ways in which a transaction ends. */
    enum End {
        COMMITTED,
        ABORTED,
        /** Aborted by the coordinator, because it took longer than its timeout. */
        TIMED_OUT,
        /** Aborted by the coordinator, because a new producer with the same transactional id has come. */
        FENCED
    }

    /** It is decided; markers are about to be written. */
    void ended(TransactionMetadata transaction, End end, long nowMs);
}
