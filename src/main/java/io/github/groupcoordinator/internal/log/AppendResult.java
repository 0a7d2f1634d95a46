package io.github.groupcoordinator.internal.log;

/**
 * The place of an append in the log; for a duplicate, the place of the original. Log append time is -1 for create time.
 */
public record AppendResult(long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset) {}
