package io.github.groupcoordinator.internal.log;

/** Where an append went; for a duplicate, where the original had gone. Log append time is -1 for create time. */
public record AppendResult(long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset) {}
