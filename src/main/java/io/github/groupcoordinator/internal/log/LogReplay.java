package io.github.groupcoordinator.internal.log;

/** A reader of a whole log, oldest record first. */
public interface LogReplay {

    /**
     * A record.
     *
     * @param producerId of the transaction that it belongs to, -1 if it belongs to none
     */
    void record(LogRecord each, long producerId);

    /** The end of a producer's transaction. */
    void marker(long producerId, boolean committed);
}
