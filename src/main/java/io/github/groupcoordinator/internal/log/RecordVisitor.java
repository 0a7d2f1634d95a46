package io.github.groupcoordinator.internal.log;

/** The receiver of a batch's records one by one, without keys and values: none of them is held. */
interface RecordVisitor {

    /** Takes the next record. */
    void record(long offset, long timestamp, boolean hasKey);
}
