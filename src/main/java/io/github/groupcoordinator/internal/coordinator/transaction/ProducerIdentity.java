package io.github.groupcoordinator.internal.coordinator.transaction;

/**
 * Under which id and epoch the producer of a transactional id writes; what there is none of is -1.
 *
 * @param previousId the id before the last transition
 * @param nextId the id that it gets when the transaction is complete, because its epochs are used up (KIP-890)
 * @param lastEpoch the epoch before this one, by which a repeated request is known; not in the log
 */
public record ProducerIdentity(long id, long previousId, long nextId, short epoch, short lastEpoch) {
    static final long NO_ID = -1L;
    static final short NO_EPOCH = -1;

    /** The largest epoch is kept for the coordinator, which must always be able to fence. */
    static final short LAST_EPOCH_OF_CLIENTS = Short.MAX_VALUE - 1;

    static ProducerIdentity created(long id) {
        return new ProducerIdentity(id, NO_ID, NO_ID, NO_EPOCH, NO_EPOCH);
    }

    boolean isExhausted() {
        return epoch >= LAST_EPOCH_OF_CLIENTS;
    }

    /** Returns the same producer under another epoch; as in Kafka, every transition remembers the id before it. */
    ProducerIdentity at(int newEpoch, short newLastEpoch) {
        return new ProducerIdentity(id, id, nextId, (short) newEpoch, newLastEpoch);
    }

    /** Returns the successor under a new id, whose epochs begin anew. */
    ProducerIdentity rotatedTo(long newId, short newLastEpoch) {
        return new ProducerIdentity(newId, id, nextId, (short) 0, newLastEpoch);
    }

    ProducerIdentity withNext(long newNextId) {
        return new ProducerIdentity(id, previousId, newNextId, epoch, lastEpoch);
    }
}
