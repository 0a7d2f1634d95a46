package io.github.groupcoordinator.internal.coordinator;

/**
 * The producer whose transaction records belong to.
 *
 * @param verified whether the transaction coordinator said, for this very request, that the transaction touches the
 *     partition; needed only for the first records of a transaction there
 */
public record TransactionalProducer(long producerId, short producerEpoch, boolean verified) {
    /** The id of no producer. */
    public static final long NONE = -1L;
}
