package io.github.groupcoordinator.internal.share.batch;

import java.util.List;

/**
 * The records that a member has got.
 *
 * @param count how many offsets the ranges have, as they are charged to the request
 */
public record AcquiredRecords(List<Range> ranges, int count) {
    public static final AcquiredRecords NONE = new AcquiredRecords(List.of(), 0);

    /** Neighbouring records that are delivered for the same time, as many times as the count says. */
    public record Range(long firstOffset, long lastOffset, short deliveryCount) {
        public int size() {
            return (int) (lastOffset - firstOffset + 1);
        }
    }
}
