package io.github.groupcoordinator.internal.log;

/** The end of a leader epoch: the offset behind its last record. Both are -1 if the log cannot tell. */
public record EpochEndOffset(int leaderEpoch, long endOffset) {
    static final EpochEndOffset UNDEFINED = new EpochEndOffset(-1, -1L);
}
