package io.github.groupcoordinator.internal.coordinator;

/** The receiver of what lies in a partition of an internal topic, oldest first. */
public interface CoordinatorReplay {

    /**
     * A record.
     *
     * @param offset its place in the partition
     * @param producerId of the transaction that it belongs to, -1 if it belongs to none
     */
    void record(long offset, CoordinatorRecord each, long producerId);

    /** The end of a producer's transaction. */
    void marker(long producerId, boolean committed);
}
