package io.github.groupcoordinator.internal.coordinator.transaction;

/** Which id and epoch a producer says that it has. */
public record ExpectedProducer(long producerId, short producerEpoch) {}
