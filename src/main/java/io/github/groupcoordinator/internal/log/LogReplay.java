package io.github.groupcoordinator.internal.log;

/** A reader of a whole log, oldest record first. */
public interface LogReplay {

    /**
     * The beginning of a batch; those of its records that lie before the log start do not follow.
     *
     * @param compression the name of the codec, {@code "none"} for none
     */
    default void batch(long baseOffset, long lastOffset, int leaderEpoch, String compression) {}

    /**
     * A record.
     *
     * @param producerId of the transaction that it belongs to, -1 if it belongs to none
     */
    void record(LogRecord each, long producerId);

    /** The end of a producer's transaction. */
    void marker(long producerId, boolean committed);
}
