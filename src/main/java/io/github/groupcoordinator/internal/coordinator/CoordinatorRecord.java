package io.github.groupcoordinator.internal.coordinator;

import org.jspecify.annotations.Nullable;

/** A record of an internal topic in Kafka's own format; a null value is a tombstone. */
public record CoordinatorRecord(byte[] key, byte @Nullable [] value) {}
