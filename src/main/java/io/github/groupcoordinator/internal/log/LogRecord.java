package io.github.groupcoordinator.internal.log;

import org.jspecify.annotations.Nullable;

/** One record as it lies in the log; headers are left where they are. */
public record LogRecord(long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {}
