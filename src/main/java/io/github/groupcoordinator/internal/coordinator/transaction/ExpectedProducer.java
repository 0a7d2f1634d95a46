package io.github.groupcoordinator.internal.coordinator.transaction;

/** The id and epoch that a producer says it has. */
public record ExpectedProducer(long producerId, short producerEpoch) {}
