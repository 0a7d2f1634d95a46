package io.github.groupcoordinator.internal.share;

import java.util.OptionalLong;

/** The offsets of a partition's log that a share partition asks its leader for. */
public interface LogOffsets {

    /** Returns the log start offset. */
    long earliest();

    /** Returns the high watermark. */
    long latest();

    /** Returns the offset of the first record with that timestamp or a later one; empty if there is none. */
    OptionalLong firstAtOrAfter(long timestampMs);
}
