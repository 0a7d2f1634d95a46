package io.github.groupcoordinator.internal.coordinator.transaction;

/**
 * The state of a transactional id. Kafka has two more, Dead and PrepareEpochFence, which last only while a record is on
 * its way to the log; here an append is done at once.
 */
public enum TransactionState {
    /** No transaction yet under this epoch. Next: ONGOING; with transactions v2 also PREPARE_ABORT. */
    EMPTY(0, "Empty"),
    /** Partitions have been added. Next: PREPARE_COMMIT, PREPARE_ABORT. */
    ONGOING(1, "Ongoing"),
    /** Decided; markers are being written. Next: COMPLETE_COMMIT. */
    PREPARE_COMMIT(2, "PrepareCommit"),
    /** Decided; markers are being written. Next: COMPLETE_ABORT. */
    PREPARE_ABORT(3, "PrepareAbort"),
    /** Every marker is written. Next: ONGOING, EMPTY; with transactions v2 also PREPARE_ABORT. */
    COMPLETE_COMMIT(4, "CompleteCommit"),
    /** Every marker is written. Next: ONGOING, EMPTY; with transactions v2 also PREPARE_ABORT. */
    COMPLETE_ABORT(5, "CompleteAbort");

    private final int id;
    private final String kafkaName;

    TransactionState(int id, String kafkaName) {
        this.id = id;
        this.kafkaName = kafkaName;
    }

    /** Returns the number that the transaction log has for it. */
    int id() {
        return id;
    }

    public String kafkaName() {
        return kafkaName;
    }

    /** Returns whether markers are being written: whoever asks for anything has to come again. */
    public boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    static TransactionState of(int id) {
        for (TransactionState state : values()) {
            if (state.id == id) {
                return state;
            }
        }
        throw new IllegalStateException("Unknown transaction state id " + id + " from the transaction status message");
    }
}
