package io.github.groupcoordinator.kraft.share;

/** A range of records in one state, as the persister keeps it. */
public record StoredBatch(long first, long last, byte state, short count) {
    @Override
    public String toString() {
        return first + "-" + last + ":" + state + "x" + count;
    }
}
