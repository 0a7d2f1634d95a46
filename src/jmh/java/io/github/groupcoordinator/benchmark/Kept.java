package io.github.groupcoordinator.benchmark;

/** Says when a peer is to forget what it has appended: both after as many records, and after as many bytes. */
public final class Kept {
    /** A group of 10,000 members is a record of more than a mebibyte. */
    private static final long KEPT_BYTES = 16L << 20;

    private long records;
    private long bytes;

    /** Counts a batch in; true if what was kept before it must go. */
    public boolean isFullWith(int newRecords, long newBytes) {
        boolean isFull = records + newRecords > Load.KEPT_RECORDS || bytes + newBytes > KEPT_BYTES;
        records = newRecords + (isFull ? 0 : records);
        bytes = newBytes + (isFull ? 0 : bytes);
        return isFull;
    }
}
