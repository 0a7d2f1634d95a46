package io.github.groupcoordinator.kraft.share;

/** An aborted transaction as a read of the log tells it. */
public record Aborted(long producerId, long firstOffset) {}
