package io.github.groupcoordinator.kraft.benchmark;

import java.util.List;

/** A share partition that is active, empty, and begins at offset 0. */
public interface SharePartitionPeer {

    /** Acquires for a member what a fetch from the offset has read; returns how many records that were. */
    int acquire(long offset, SharedRecords records);

    /** Acknowledges a range; one type is for all of it. */
    void acknowledge(long firstOffset, long lastOffset, List<Byte> types);

    /** Returns from which offset on records are not done with. */
    long startOffset();
}
