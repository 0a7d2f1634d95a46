package io.github.groupcoordinator.internal.log;

/**
 * A transaction whose records a reader of committed records leaves out.
 *
 * @param firstOffset of its first record
 * @param lastOffset of its marker
 * @param lastStableOffset behind which nothing was decided when it was aborted
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
